// Package text has what every stage needs to know of writing systems: folding
// for comparison, width in columns, cutting between graphemes, and plain text
// from the HTML that feeds carry.
package text
