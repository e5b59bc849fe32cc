/**
 * The whole house on one machine: starts every process, sends order flow as an algo would, watches, and in the end proves that
 * nothing was lost.
 */
package io.tradex.demo;
