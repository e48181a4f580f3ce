"""Taking money: checkouts at Stripe, what becomes of them, and refunds.

`gateway` and `webhook` are all that speaks to Stripe; the rest works on what they understood, a `Session`.
"""
