"""What a sign-in leaves: tokens, and whose and where they are valid."""

from pydantic import AwareDatetime, BaseModel, ConfigDict, SecretStr


class Tokens(BaseModel):
    """A token response (RFC 6749 §5.1), without its ID token."""

    model_config = ConfigDict(frozen=True)

    access_token: SecretStr
    refresh_token: SecretStr | None = None
    expires_at: AwareDatetime | None = None
    """UTC, counted from `expires_in` at receipt; None if the issuer did not say."""
    received_at: AwareDatetime | None = None
    """UTC: with the above, how long the access token lives in all."""


class Session(BaseModel):
    """One account's session with one server: what the keyring keeps."""

    model_config = ConfigDict(frozen=True)

    server: str
    """The origin of the only server that the tokens may be sent to."""
    issuer: str
    client_id: str
    account: str
    """The server's id of the user."""
    tokens: Tokens
