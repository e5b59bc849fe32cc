/** The journal's command line: proves, shows, counts and repairs it, and tells the story of one order. */
package io.tradex.replay;
