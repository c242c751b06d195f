"""What people of the desk say about a text: on a passage, in threads, with wording to take over."""
