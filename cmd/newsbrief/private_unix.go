//go:build unix

package main

import (
	"io/fs"
	"syscall"
)

// umask makes what the program writes its owner's alone.
func umask() { syscall.Umask(0o077) }

// othersMayRead reports whether somebody but the owner has rights on a file.
func othersMayRead(file fs.FileInfo) bool { return file.Mode().Perm()&0o077 != 0 }
