"""The web, asked politely and safely. Knows nothing of sources: it brings bytes, or says why there are none.

`client.Client` is the one way out: every request of Iljari to a site goes through it. `xml` and `gz` read what feeds
and sitemaps send without trusting it. What is refused and why: docs/sources.md, section Safety.
"""
