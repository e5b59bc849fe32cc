package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

/**
 * What a book needs for more than plain orders in continuous trading. It comes with the first of them, or with the first change of
 * phase that uncrosses or shows an auction: books that never see either cost less and lie closer together.
 */
final class BookExtras {
    final StopOrders stops;
    final PeggedOrders pegs;
    final BookAuction auction;
    /** Orders that enter with the closing auction. */
    final WaitingQueue forClose;
    /** Orders in the book that end with an auction. */
    final HandleList auctionOrders;

    BookExtras(final OrderQueues book, final BookRules rules) {
        stops = new StopOrders(book.memory, book.listener);
        pegs = new PeggedOrders(book, rules);
        auction = new BookAuction(book);
        forClose = new WaitingQueue(book.memory);
        auctionOrders = new HandleList(book.memory);
    }

    boolean isAnyWaiting() {
        return stops.areWaiting() || stops.firstTriggered() != NIL || !pegs.isEmpty() || !forClose.isEmpty();
    }
}
