package bottest

// RuleNames are the names of all rules, besides the conversations.
func RuleNames() (names []string) {
	for _, r := range rules {
		names = append(names, r.name)
	}
	for name := range classes {
		names = append(names, "a failure is "+name)
	}
	return names
}
