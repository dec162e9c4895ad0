{#-
    How copies of one text are found: see docs/decisions.md, "Copies of one text". The thresholds are variables of the
    project, chosen by `python -m ops.bench_voices`.
-#}

{#-
    What a band is made of, as text. Rows that were made by other rules are thrown away before a build (see `made_by`
    in the models), so that a changed threshold never leaves half the pairs to the old one.
-#}
{% macro band_rules() -%}
    {{ var('signature_version') }}/{{ var('voice_bands') }}x{{ var('voice_band_places') }}/{{ var('voice_min_shingles') }}
{%- endmacro %}

{% macro voice_rules() -%}
    {{ band_rules() }}/{{ var('voice_min_similarity') }}
    {{- '' }}/{{ var('voice_cut_min_similarity') }}-{{ var('voice_cut_min_containment') }}
{%- endmacro %}

{#- Throws away the rows of other rules; for `pre_hook`. -#}
{% macro forget_other_rules(rules) -%}
    {{- forget("made_by <> '" ~ rules ~ "'") -}}
{%- endmacro %}

{#-
    The bands of a signature as a list: each band is some neighbouring places of the MinHash, and its key is these
    numbers and the number of the band side by side, modulo a prime so that it needs half the room. Two texts of
    similarity s have a band of r places in common with probability s ** r.
-#}
{% macro band_keys(minhash) -%}
    {%- set places = var('voice_band_places') | int -%}
    -- Written out place by place: a lambda over the bands takes half as long again.
    [
        {%- for band in range(var('voice_bands') | int) %}
        (({{ band * 2 ** (16 * places) }}::ubigint
        {%- for place in range(places) %}
        | ({{ minhash }}[{{ band * places + place + 1 }}]::ubigint << {{ 16 * place }})
        {%- endfor %}) % 4294967291)::uinteger
        {{- "," if not loop.last }}
        {%- endfor %}
    ]
{%- endmacro %}

{#- A MinHash with four places of 16 bits in each number, in which many pairs are compared in a third of the time. -#}
{% macro minhash_words(minhash) -%}
    {%- set places = var('voice_places') | int -%}
    {
        {%- for first in range(0, places, 4) %}
        'w{{ first // 4 }}': {{ minhash }}[{{ first + 1 }}]::ubigint
        {%- for place in range(1, [4, places - first] | min) %} | ({{ minhash }}[{{ first + place + 1 }}]::ubigint << {{ 16 * place }}){% endfor %}
        {{- "," if not loop.last }}
        {%- endfor %}
    }
{%- endmacro %}

{#-
    The estimated Jaccard similarity of two texts: the share of places where their MinHashes, as `minhash_words`, are equal.
    Of each place of `xor` one bit is left where any was set: adding 0x7fff carries into the highest bit unless the lower
    15 are all unset. The counts of the four places of a number stand side by side in the sum, and a number modulo 65535 is
    the sum of its places.
-#}
{% macro minhash_similarity(one, other) -%}
    {%- set places = var('voice_places') | int -%}
    (
        {{ places }} - (
            {%- for word in range((places + 3) // 4) %}
            {%- set differing = 'xor(' ~ one ~ '.w' ~ word ~ ', ' ~ other ~ '.w' ~ word ~ ')' %}
            {{ '+ ' if not loop.first }}((({{ differing }} & {{ 0x7fff7fff7fff7fff }}) + {{ 0x7fff7fff7fff7fff }} | {{ differing }}) >> 15 & {{ 0x0001000100010001 }})
            {%- endfor %}
        ) % 65535
    ) / {{ places }}
{%- endmacro %}

{#-
    The similarity from which two texts of these sizes are copies: enough of both, or, where one was cut, less of both and
    nearly all of the smaller one, which is `containment` solved for the similarity. One bound on each pair rather than two
    conditions, so that the similarity of millions of pairs is computed once for them.
-#}
{% macro least_similarity_of_copies(one_size, other_size) -%}
    {%- set contained = var('voice_cut_min_containment') ~ ' * least(' ~ one_size ~ ', ' ~ other_size ~ ')' -%}
    least(
        {{ var('voice_min_similarity') }},
        greatest(
            {{ var('voice_cut_min_similarity') }},
            {{ contained }} / ({{ one_size }} + {{ other_size }} - {{ contained }})
        )
    )
{%- endmacro %}

{#- The share of the smaller text that is in the other, from the similarity and the sizes of both. -#}
{% macro containment(similarity, one_size, other_size) -%}
    least(
        1,
        {{ similarity }} / (1 + {{ similarity }})
        * ({{ one_size }} + {{ other_size }}) / least({{ one_size }}, {{ other_size }})
    )
{%- endmacro %}
