"""Slovak and Czech order in the database; the text comes from `kernel.collation.function_sql`."""

from django.db import migrations

SK_KEY = (
    'CREATE OR REPLACE FUNCTION public.sk_key(text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARAL'
    'LEL SAFE RETURN translate(replace(replace(replace(replace(replace(replace(replace(translate(normaliz'
    "e(text, NFC), 'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĴĶĹĻĽĿŁ"
    "ŃŅŇŌŎŐŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŹŻŽȘȚ', 'abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöøùúûüýÿāăąćĉċčďđēĕėę"
    "ěĝğġģĥħĩīĭįĵķĺļľŀłńņňōŏőŕŗřśŝşšţťŧũūŭůűųŵŷźżžșț'), 'ch', 'h{'), 'č', 'c{'), 'š', 's{'), 'ž', 'z{'), "
    "'ř', 'r{'), 'ä', 'a{'), 'ô', 'o{'), 'áàâãåāăąäćçĉċďđéèêëēĕėęěĝğġģĥħíìîïĩīĭįıĵķĺľļłŀňńñņóòôõöøōŏőŕŗśŝ"
    "şșßťţțŧúùûüũūŭůűųŵýÿŷźż\xa0–—„“”‚‘’', 'aaaaaaaaaccccddeeeeeeeeegggghhiiiiiiiiijklllllnnnnooooooooorrsss"
    'ssttttuuuuuuuuuuwyyyzz --"""\'\'\'\'\'\'\') || chr(1) || translate(normalize(text, NFC), \'ABCDEFGHIJKLMNOPQ'
    "RSTUVWXYZÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĴĶĹĻĽĿŁŃŅŇŌŎŐŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŹŻŽȘȚ', "
    "'abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöøùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľŀłńņňōŏőŕŗřśŝşšţ"
    "ťŧũūŭůűųŵŷźżžșț')"
)

CS_KEY = (
    'CREATE OR REPLACE FUNCTION public.cs_key(text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARAL'
    "LEL SAFE RETURN translate(replace(replace(replace(replace(replace(translate(normalize(text, NFC), 'A"
    'BCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĴĶĹĻĽĿŁŃŅŇŌŎŐŔŖŘŚŜŞŠŢŤŦ'
    "ŨŪŬŮŰŲŴŶŹŻŽȘȚ', 'abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöøùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľ"
    "ŀłńņňōŏőŕŗřśŝşšţťŧũūŭůűųŵŷźżžșț'), 'ch', 'h{'), 'č', 'c{'), 'š', 's{'), 'ž', 'z{'), 'ř', 'r{'), 'áàâ"
    "ãåāăąäćçĉċďđéèêëēĕėęěĝğġģĥħíìîïĩīĭįıĵķĺľļłŀňńñņóòôõöøōŏőŕŗśŝşșßťţțŧúùûüũūŭůűųŵýÿŷźż\xa0–—„“”‚‘’', 'aaaa"
    'aaaaaccccddeeeeeeeeegggghhiiiiiiiiijklllllnnnnooooooooorrsssssttttuuuuuuuuuuwyyyzz --"""\'\'\'\'\'\'\') || '
    "chr(1) || translate(normalize(text, NFC), 'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸĀĂĄ"
    "ĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĴĶĹĻĽĿŁŃŅŇŌŎŐŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŹŻŽȘȚ', 'abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìí"
    "îïñòóôõöøùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľŀłńņňōŏőŕŗřśŝşšţťŧũūŭůűųŵŷźżžșț')"
)


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL([SK_KEY], ["DROP FUNCTION public.sk_key(text)"]),
        migrations.RunSQL([CS_KEY], ["DROP FUNCTION public.cs_key(text)"]),
    ]
