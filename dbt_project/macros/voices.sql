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
    {% if is_incremental() %}delete from {{ this }} where made_by <> '{{ rules }}'{% else %}select 1{% endif %}
{%- endmacro %}

{#-
    The bands of a signature as a list: each band is some neighbouring places of the MinHash, and its key is these
    numbers and the number of the band side by side. Two texts of similarity s have a band of r places in common with
    probability s ** r.
-#}
{% macro band_keys(minhash) -%}
    {%- set places = var('voice_band_places') | int -%}
    -- Written out place by place: a lambda over the bands takes half as long again.
    [
        {%- for band in range(var('voice_bands') | int) %}
        {{ band * 2 ** (16 * places) }}::ubigint
        {%- for place in range(places) %}
        | ({{ minhash }}[{{ band * places + place + 1 }}]::ubigint << {{ 16 * place }})
        {%- endfor %}
        {{- "," if not loop.last }}
        {%- endfor %}
    ]
{%- endmacro %}

{#- The estimated Jaccard similarity of two texts: the share of places where their MinHashes are equal. -#}
{% macro minhash_similarity(one, other) -%}
    len(list_filter(list_zip({{ one }}, {{ other }}), pair -> pair[1] = pair[2])) / len({{ one }})
{%- endmacro %}

{#- The share of the smaller text that is in the other, from the similarity and the sizes of both. -#}
{% macro containment(similarity, one_size, other_size) -%}
    least(
        1,
        {{ similarity }} / (1 + {{ similarity }})
        * ({{ one_size }} + {{ other_size }}) / least({{ one_size }}, {{ other_size }})
    )
{%- endmacro %}
