"""A small OpenID provider: for `serve --dev`, and under the tests' emulator of Clerk.

`Provider` holds everything that it knows, in plain objects of one event loop; `endpoints` and `pages` put it on HTTP.
It is for trying and testing on one computer: whoever can open its pages signs in as whom they like.
"""
