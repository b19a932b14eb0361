// Package discordtest is a Discord to test against: a server on loopback that
// speaks the REST API and the gateway as documented, keeps their limits and
// refuses in their words. A test drives it in the place of people, and reads
// what they would see.
//
// What it holds clients to: the gateway's order of hello, identify or resume,
// heartbeats and acknowledgements, its close codes, the spacing of identifies
// and the replay after a resume; an interaction's three seconds and fifteen
// minutes; the limits of content, embeds, components and commands; nonces;
// limits of requests with their headers.
package discordtest
