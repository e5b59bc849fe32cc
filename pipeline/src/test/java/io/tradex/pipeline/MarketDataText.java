package io.tradex.pipeline;

import io.tradex.marketdata.MarketDataFrame;
import io.tradex.protocol.market.BestPricesDecoder;
import io.tradex.protocol.market.BookChecksumDecoder;
import io.tradex.protocol.market.EpochBegunDecoder;
import io.tradex.protocol.market.InstrumentStatusDecoder;
import io.tradex.protocol.market.LevelUpdateDecoder;
import io.tradex.protocol.market.MarketDataHeartbeatDecoder;
import io.tradex.protocol.market.MarketDataSnapshotBeginDecoder;
import io.tradex.protocol.market.MarketDataSnapshotEndDecoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.market.SnapshotLevelsDecoder;
import io.tradex.protocol.market.SnapshotOrdersDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.Side;
import org.agrona.DirectBuffer;

/** Market data as short lines, for tests to compare. */
final class MarketDataText {
    private MarketDataText() {}

    static String of(final DirectBuffer buffer, final int offset) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return switch (Frames.templateId(buffer, offset)) {
            case OrderAddedDecoder.TEMPLATE_ID -> {
                final OrderAddedDecoder added = new OrderAddedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield at(buffer, offset) + "added " + added.orderId() + " " + added.side() + " "
                        + level(added.priceTicks(), added.lots());
            }
            case LevelUpdateDecoder.TEMPLATE_ID -> {
                final StringBuilder text = new StringBuilder(set(buffer, offset) + "levels");
                final LevelUpdateDecoder update = new LevelUpdateDecoder().wrapAndApplyHeader(buffer, offset, header);
                for (final LevelUpdateDecoder.LevelsDecoder level : update.levels()) {
                    text.append(side(level.side()))
                            .append(level(level.priceTicks(), level.lots()))
                            .append('/')
                            .append(level.orders());
                }
                yield text.toString();
            }
            case BestPricesDecoder.TEMPLATE_ID -> {
                final BestPricesDecoder best = new BestPricesDecoder().wrapAndApplyHeader(buffer, offset, header);
                final StringBuilder text = new StringBuilder(set(buffer, offset))
                        .append("best ")
                        .append(level(best.bidTicks(), best.bidLots()))
                        .append('/')
                        .append(best.bidOrders())
                        .append(' ')
                        .append(level(best.askTicks(), best.askLots()))
                        .append('/')
                        .append(best.askOrders());
                for (final BestPricesDecoder.TradesDecoder trade : best.trades()) {
                    text.append(" trade ")
                            .append(trade.tradeId())
                            .append(' ')
                            .append(level(trade.priceTicks(), trade.lots()))
                            .append(' ')
                            .append(trade.aggressor());
                }
                yield text.toString();
            }
            case InstrumentStatusDecoder.TEMPLATE_ID -> {
                final InstrumentStatusDecoder status =
                        new InstrumentStatusDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield set(buffer, offset) + "status " + status.phase() + " "
                        + level(status.indicativeTicks(), status.indicativeLots()) + " " + status.imbalanceLots();
            }
            case BookChecksumDecoder.TEMPLATE_ID ->
                at(buffer, offset) + "checksum "
                        + new BookChecksumDecoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .checksum();
            case EpochBegunDecoder.TEMPLATE_ID ->
                "epoch "
                        + new EpochBegunDecoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .epoch();
            case MarketDataHeartbeatDecoder.TEMPLATE_ID -> {
                final MarketDataHeartbeatDecoder beat =
                        new MarketDataHeartbeatDecoder().wrapAndApplyHeader(buffer, offset, header);
                final StringBuilder text = new StringBuilder("heartbeat ").append(beat.depth());
                for (final MarketDataHeartbeatDecoder.BooksDecoder book : beat.books()) {
                    text.append(' ').append(book.instrumentId()).append('@').append(book.bookSeq());
                }
                yield text.toString();
            }
            case MarketDataSnapshotBeginDecoder.TEMPLATE_ID -> {
                final MarketDataSnapshotBeginDecoder begin =
                        new MarketDataSnapshotBeginDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "begin " + begin.instrumentId() + " " + begin.depth() + " as of " + begin.asOfSeq() + " "
                        + begin.phase();
            }
            case SnapshotOrdersDecoder.TEMPLATE_ID -> {
                final StringBuilder text = new StringBuilder("orders");
                final SnapshotOrdersDecoder rows =
                        new SnapshotOrdersDecoder().wrapAndApplyHeader(buffer, offset, header);
                for (final SnapshotOrdersDecoder.OrdersDecoder row : rows.orders()) {
                    text.append(side(row.side()))
                            .append(row.orderId())
                            .append(": ")
                            .append(level(row.priceTicks(), row.lots()));
                }
                yield text.toString();
            }
            case SnapshotLevelsDecoder.TEMPLATE_ID -> {
                final StringBuilder text = new StringBuilder("levels");
                final SnapshotLevelsDecoder rows =
                        new SnapshotLevelsDecoder().wrapAndApplyHeader(buffer, offset, header);
                for (final SnapshotLevelsDecoder.LevelsDecoder row : rows.levels()) {
                    text.append(side(row.side()))
                            .append(level(row.priceTicks(), row.lots()))
                            .append('/')
                            .append(row.orders());
                }
                yield text.toString();
            }
            case MarketDataSnapshotEndDecoder.TEMPLATE_ID -> {
                final MarketDataSnapshotEndDecoder end =
                        new MarketDataSnapshotEndDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield "end through " + end.throughSeq() + " parts " + end.parts();
            }
            default -> at(buffer, offset) + "template " + Frames.templateId(buffer, offset);
        };
    }

    private static String at(final DirectBuffer buffer, final int offset) {
        return MarketDataFrame.instrumentId(buffer, offset) + "@" + MarketDataFrame.bookSeq(buffer, offset) + " ";
    }

    /** A set of one part shows where it leads; one of several shows the part as well. */
    private static String set(final DirectBuffer buffer, final int offset) {
        final int part = MarketDataFrame.part(buffer, offset);
        final boolean last = MarketDataFrame.isLastPart(buffer, offset);
        return MarketDataFrame.instrumentId(buffer, offset) + "@" + MarketDataFrame.prevSeq(buffer, offset) + ">"
                + MarketDataFrame.bookSeq(buffer, offset)
                + (part == 0 && last ? "" : "." + part + (last ? "" : "+")) + " ";
    }

    private static String side(final Side side) {
        return side == Side.BUY ? " b " : " s ";
    }

    private static String level(final long priceTicks, final long lots) {
        return lots + "@" + priceTicks;
    }
}
