//go:build !unix

package main

import "io/fs"

func umask() {}

func othersMayRead(fs.FileInfo) bool { return false }
