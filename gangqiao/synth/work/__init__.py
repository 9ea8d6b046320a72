"""Work of the synthetic people: who works when, where and for whom, and when the county learnt of it."""
