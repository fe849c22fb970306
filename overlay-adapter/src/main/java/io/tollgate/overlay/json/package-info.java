/**
 * Reads JSON that a stranger wrote: one object, of bounded size and depth, without duplicate names, field by field
 * with a limit on each. The first thing wrong is remembered as words instead of being thrown, so that a reader is a
 * straight list of fields followed by one question.
 *
 * <p>Pure; every object belongs to the thread that reads it. Left out on purpose: data binding, polymorphic types and
 * anything else that lets the input choose a class.
 */
@NullMarked
package io.tollgate.overlay.json;

import org.jspecify.annotations.NullMarked;
