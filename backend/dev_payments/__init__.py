"""A small stand-in for Stripe: for `serve --dev`, and for the tests.

`Account` holds everything that it knows, in plain objects of one event loop; `endpoints` and `pages` put it on HTTP.
What it speaks is Stripe's API as far as it is used here, to Stripe's own library. No money moves.
"""
