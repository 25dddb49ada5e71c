"""Where uploads live."""

from typing import Literal

from pydantic import Field, model_validator

from deploy.settings.section import Section


class Storage(Section):
    """Uploads: a volume on the host, or an S3-compatible bucket."""

    mode: Literal["local", "s3"] = Field("local", description="`local` volume, or `s3` for S3-compatible storage.")
    bucket: str | None = Field(None, description="Bucket name (`s3`).")
    region: str | None = Field(None, description="Region (`s3`); many compatible servers take any text.")
    endpoint: str | None = Field(
        None,
        pattern=r"^https?://",
        description="URL of an S3-compatible server; unset = Amazon.",
        examples=["https://s3.example.com"],
    )
    force_path_style: bool = Field(False, description="Bucket in the path instead of the host name (MinIO and kin).")

    @model_validator(mode="after")
    def _bucket_is_named(self) -> "Storage":
        if self.mode == "s3" and not (self.bucket and self.region):
            raise ValueError(
                "mode s3 needs bucket and region; its keys are the secrets STORAGE_ACCESS_KEY_ID and "
                "STORAGE_SECRET_ACCESS_KEY"
            )
        if self.mode == "local" and (self.bucket or self.endpoint):
            raise ValueError("bucket and endpoint have no effect in mode local; set mode to s3 or remove them")
        return self
