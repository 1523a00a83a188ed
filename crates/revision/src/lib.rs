//! Revision files of autogen: their graph, the version table, and running them.
