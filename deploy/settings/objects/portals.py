"""A help center (portal) with its categories, as declared."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Doc

from deploy.settings.locales import Locale
from deploy.settings.names import domain
from deploy.settings.objects.inboxes.words import UrlOrNothing
from deploy.settings.objects.keyed import Keyed
from deploy.settings.objects.words import Colour, Long, Ordered, Short, Slug, SlugOrNothing, Text
from deploy.settings.section import Section

DomainOrNothing = Annotated[str, AfterValidator(lambda value: value and domain(value)), Doc("host name or empty text")]


class Category(Section):
    """A category of a portal, in one language. Slug and language are its key."""

    name: Text = Field(description="Name shown to readers.", examples=["First steps"])
    slug: Slug = Field(description="Its part of the URL. Cannot be changed later.", examples=["first-steps"])
    locale: Locale = Field(description="Language, one of the portal's. Cannot be changed later.", examples=["en"])
    position: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = Field(
        None, description="Place in the list, from 0."
    )
    description: Long | None = Field(None, description="What it is about.")
    icon: Short | None = Field(None, description="An emoji. Not in 2.10.")
    parent: SlugOrNothing | None = Field(
        None, description='Slug of the category above it, of the same language; "" for none.'
    )


class Portal(Section):
    """A help center. Categories that are not declared stay as they are."""

    slug: Slug = Field(
        description="Its part of the URL, unique in the whole installation. It is the key and cannot be changed later.",
        examples=["help"],
    )
    name: Text = Field(description="Name.", examples=["Help"])
    color: Colour | None = Field(None, description="Colour of the header.", examples=["#1f93ff"])
    custom_domain: DomainOrNothing | None = Field(
        None, description='Host name of its own, unique in the whole installation; "" for none.'
    )
    header_text: Long | None = Field(None, description="Greeting on its first page.")
    homepage_link: Annotated[UrlOrNothing, Field(max_length=255)] | None = Field(
        None, description='Where its logo leads to, 255 characters at most; "" for nowhere.'
    )
    page_title: Short | None = Field(None, description="Title in the browser.")
    archived: bool | None = Field(None, description="Put away?")
    # Chatwoot stores any locale, and reads default_locale out of the same JSON value (chatwoot.md 1.3, 1.8).
    default_locale: Locale | None = Field(None, description="Language shown first, one of `allowed_locales`.")
    allowed_locales: Annotated[list[Locale], Field(min_length=1), Ordered] | None = Field(
        None, description="All its languages; with `default_locale`.", examples=[["en", "es"]]
    )
    inbox: Text | None = Field(
        None, description="Name of the web_widget inbox shown in it; cannot be taken away again. Not in 2.10."
    )
    categories: Annotated[list[Category], Field(min_length=1), Keyed("locale", "slug")] | None = Field(
        None, description="Its categories, by language and slug."
    )

    @model_validator(mode="after")
    def _consistent(self) -> "Portal":
        if (self.default_locale is None) != (self.allowed_locales is None):
            raise ValueError("default_locale and allowed_locales are stored together; set both or neither")
        languages = self.allowed_locales
        if languages is not None and self.default_locale not in languages:
            raise ValueError(f"default_locale {self.default_locale} is not in allowed_locales; add it there")
        parents: dict[tuple[str, str], str] = {}
        for each in self.categories or ():
            if languages is not None and each.locale not in languages:
                raise ValueError(
                    f"category {each.slug} is in {each.locale}, which allowed_locales lacks; add {each.locale} there"
                )
            if (each.locale, each.slug) in parents:
                raise ValueError(f"category {each.slug} stands there twice in {each.locale}; rename or remove one")
            parents[each.locale, each.slug] = each.parent or ""
        for (locale, slug), parent in parents.items():
            _check_parents(locale, slug, parent, parents)
        return self


def _check_parents(locale: str, slug: str, parent: str, parents: dict[tuple[str, str], str]) -> None:
    seen = {slug}
    while parent:
        if (locale, parent) not in parents:
            raise ValueError(
                f"category {slug} names the parent {parent}, which is not declared in {locale}; declare it there"
            )
        if parent in seen:
            raise ValueError(f"category {slug} is above itself; correct its parent")
        seen.add(parent)
        parent = parents[locale, parent]
