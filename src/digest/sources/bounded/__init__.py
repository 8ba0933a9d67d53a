"""Reading what strangers wrote in a process of its own, bounded in memory and time, without network and files."""
