//! What every front of autogen needs of its parts together: sources, planning, proof and adoption.
