"""Function words that say nothing about what is looked for, folded. Kept short: a missing one costs little.

„byť“ is missing on purpose, for folded it is „byt“, a flat; and „bez“, for „bez domova“ is not „domov“."""

_SLOVAK = """
a aby aj ak ako ale alebo ani asi az bol bola bolo boli by cez co ci do ho ich im ja je jeho jej ju jemu k ked
ktora ktore ktori ktory ku ma mi mna mne moj moja moje moju mu my na nad nam nas nase nasa nasu nasho nim nich o od on
ona oni ono po pod podla pre pred preto pri s sa si sme so som ste su svoj svoja svoje ta tak teda ten tento tu tuto ty
to toho tom u uz v vam vas vo vsak z za ze zo
"""

_CZECH = """
a aby ale ani asi az by byl byla bylo byli co ci do ho i jak jako je jeho jej jeji jejich jemu ji jim jsem jsi
jsme jsou jste k kde kdyz ke ktera ktere kteri ktery ku ma me mi mne moje moji muj mou mu my na nad nam nas nase nasi
nebo nim nich o od on ona oni ono po pod podle pro proto pred pres pri s se si sve svuj ta tak take ten tento tu ty to
toho tom u uz v vam vas ve vsak z za ze
"""

STOPWORDS: dict[str | None, frozenset[str]] = {
    "sk": frozenset(_SLOVAK.split()),
    "cs": frozenset(_CZECH.split()),
    None: frozenset(_SLOVAK.split()) | frozenset(_CZECH.split()),
}
