"""The BI room: Superset over the release. `make bi` (ops.bi) starts it; docs/bi.md tells how to use it."""
