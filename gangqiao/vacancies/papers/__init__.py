"""What a village prints of its pack: the notice, the text for the loudspeaker, and a card for each household."""
