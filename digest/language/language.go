// Package language tells the language of a headline or a paragraph among the
// twelve that newsbrief reads, without a network and in little memory.
package language
