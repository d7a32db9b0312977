"""Everything that talks to Elasticsearch. Nothing outside this folder imports its client or its query language."""
