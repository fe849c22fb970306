/**
 * Credit besides calls: makes the billing module's stores over the application's data source, reads the settings about
 * credit, and looks for what is due at intervals. Every gateway may look: what is due is done once.
 */
@NullMarked
package io.tollgate.gateway.credit;

import org.jspecify.annotations.NullMarked;
