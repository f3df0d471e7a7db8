"""What TeX's commands stand for: characters by their kind, functions, accents, spaces, alphabets."""

from __future__ import annotations

from collections.abc import Iterator


def _words(text: str) -> list[str]:
    return text.split()


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    words = _words(text)
    return zip(words[::2], words[1::2], strict=True)


LETTERS: dict[str, str] = dict(
    _pairs(
        """alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
        kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
        upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω ell ℓ hbar ℏ imath ı jmath ȷ wp ℘ partial ∂"""
    )
)
"""Set as variables are: slanted."""

UPRIGHT: dict[str, str] = dict(
    _pairs(
        """Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ nabla ∇
        emptyset ∅ varnothing ∅ Re ℜ Im ℑ aleph ℵ top ⊤ bot ⊥ angle ∠ degree ° triangle △ square □
        blacksquare ■ checkmark ✓ star ⋆ bigstar ★ dag † dagger † ddag ‡ S § pounds £ euro € _ _ # # $ $
        % % & & dots … ldots … dotsc … cdots ⋯ dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱ prime ′ backslash \\
        clubsuit ♣ spadesuit ♠ heartsuit ♡ diamondsuit ♢ flat ♭ natural ♮ sharp ♯"""
    )
)
"""Stand for themselves, upright."""

OPERATORS: dict[str, str] = dict(
    _pairs(
        """pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙
        cup ∪ cap ∩ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ forall ∀ exists ∃ nexists ∄ sqcup
        ⊔ sqcap ⊓ le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈
        equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
        subsetneq ⊊ perp ⊥ parallel ∥ mid ∣ nmid ∤ models ⊨ vdash ⊢ prec ≺ succ ≻ preceq ⪯ succeq ⪰
        asymp ≍ doteq ≐ coloneqq ≔ triangleq ≜ lesssim ≲ gtrsim ≳ to → rightarrow → leftarrow ← gets ←
        leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺
        longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ mapsto ↦
        longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ hookrightarrow ↪
        hookleftarrow ↩ rightharpoonup ⇀ leftharpoonup ↼ rightleftharpoons ⇌ nearrow ↗ searrow ↘ swarrow
        ↙ nwarrow ↖ leadsto ⇝ rightsquigarrow ⇝ therefore ∴ because ∵ colon : ltimes ⋉ rtimes ⋊ bowtie ⋈
        uplus ⊎ amalg ⨿ wr ≀ diamond ⋄ trianglelefteq ⊴ trianglerighteq ⊵ sqsubseteq ⊑ sqsupseteq ⊒
        nsubseteq ⊈ lessgtr ≶ backsim ∽ vartriangle △"""
    )
)

BIG: dict[str, str] = dict(
    _pairs(
        """sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀
        bigsqcup ⨆ biguplus ⨄"""
    )
)
"""With what stands above and below them, where there is room."""

INTEGRALS: dict[str, str] = dict(_pairs("int ∫ iint ∬ iiint ∭ oint ∮"))

DELIMITERS: dict[str, str] = dict(
    _pairs(
        """{ { } } lbrace { rbrace } lbrack [ rbrack ] langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉
        vert | Vert ‖ | ‖ lvert | rvert | lVert ‖ rVert ‖ lgroup ⟮ rgroup ⟯ ulcorner ⌜ urcorner ⌝"""
    )
)

FUNCTIONS = frozenset(
    _words(
        "arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh"
    )
)
LIMITS: dict[str, str] = {
    **{name: name for name in _words("det gcd inf lim max min Pr sup")},
    "limsup": "lim sup",
    "liminf": "lim inf",
    "argmax": "arg max",
    "argmin": "arg min",
}
"""Functions with what is below them, where there is room."""

ACCENTS: dict[str, str] = dict(
    _pairs(
        """hat ^ widehat ^ tilde ~ widetilde ~ bar ¯ overline ¯ vec → dot ˙ ddot ¨ acute ´ grave ` breve ˘
        check ˇ overbrace ⏞ overrightarrow → overleftarrow ← mathring ˚"""
    )
)
WIDE = frozenset(
    _words("widehat widetilde overline overbrace overrightarrow overleftarrow underline underbrace")
)
BELOW: dict[str, str] = {"underline": "_", "underbrace": "⏟"}

SPACES: dict[str, str] = {
    ",": "0.167em",
    "thinspace": "0.167em",
    ":": "0.222em",
    ">": "0.222em",
    "medspace": "0.222em",
    ";": "0.278em",
    "thickspace": "0.278em",
    "!": "-0.167em",
    "negthinspace": "-0.167em",
    "enspace": "0.5em",
    "quad": "1em",
    "qquad": "2em",
}
"""Widths; \\! draws things together."""

SIZES: dict[str, str] = {
    f"{size}{side}": height
    for size, height in (("big", "1.2em"), ("Big", "1.8em"), ("bigg", "2.4em"), ("Bigg", "3em"))
    for side in ("", "l", "r", "m")
}

_STARTS: dict[str, tuple[int, int, int]] = {
    # where A, a and 0 begin in Unicode; 0 where the alphabet has none
    "mathbf": (0x1D400, 0x1D41A, 0x1D7CE),
    "mathcal": (0x1D49C, 0x1D4B6, 0),
    "mathfrak": (0x1D504, 0x1D51E, 0),
    "mathbb": (0x1D538, 0x1D552, 0x1D7D8),
    "boldsymbol": (0x1D468, 0x1D482, 0x1D7CE),
    "mathsf": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "mathtt": (0x1D670, 0x1D68A, 0x1D7F6),
}
ALPHABETS: dict[str, str] = {
    **{name: name for name in _STARTS},
    "mathscr": "mathcal",
    "bm": "boldsymbol",
    "mathit": "mathit",
    "mathrm": "mathrm",
}
_OLDER = {
    "mathcal": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "mathfrak": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "mathbb": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
"""Letters that Unicode had before the alphabet, and has not in it."""
_GREEK = {"mathbf": (0x1D6A8, 0x1D6C2), "boldsymbol": (0x1D71C, 0x1D736)}


def letter(alphabet: str, character: str) -> str:
    """`character` of `alphabet`, as Unicode has it; itself where that has none."""
    if older := _OLDER.get(alphabet, {}).get(character):
        return older
    starts = _STARTS.get(alphabet)
    if starts is None:
        return character
    for start, first, last in zip(starts, "Aa0", "Zz9", strict=True):
        if start and first <= character <= last:
            return chr(start + ord(character) - ord(first))
    capital, small = _GREEK.get(alphabet, (0, 0))
    if capital and "Α" <= character <= "Ω":
        return chr(capital + ord(character) - ord("Α"))
    if small and "α" <= character <= "ω":
        return chr(small + ord(character) - ord("α"))
    return character


COMMANDS = frozenset(
    {
        *LETTERS,
        *UPRIGHT,
        *OPERATORS,
        *BIG,
        *INTEGRALS,
        *DELIMITERS,
        *FUNCTIONS,
        *LIMITS,
        *ACCENTS,
        *BELOW,
        *SPACES,
        *SIZES,
        *ALPHABETS,
    }
)
