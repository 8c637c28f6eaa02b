// SPDX-License-Identifier: BSL-1.0

// JSON, fragment by fragment, covering the ground of the public JSON parsing test suites. `y_` is
// JSON, `n_` is not; RFC 8259 leaves `i_` to implementations, and this is our verdict.

#include "support/message_kinds.hpp"
#include "support/printers.hpp"

#include <tpns.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace {

using namespace std::string_view_literals;
using tpns::condition;
using tpns::errc;
using tpns::error;
using tpns_tests::requests;
using tpns_tests::responses;

/// A text in two parts: a possible beginning of JSON, and the rest from the wrong byte on. `code`
/// is the verdict on the text as a body; valid JSON has none, and no second part.
struct fragment {
    std::string_view name;
    std::string_view begin;
    std::string_view wrong = {};
    errc code{};

    [[nodiscard]] std::string text() const { return std::string(begin) + std::string(wrong); }
    [[nodiscard]] bool ok() const { return code == errc{}; }
};

constexpr errc invalid_json = errc::invalid_json;
constexpr errc incomplete = errc::incomplete;
constexpr errc trailing = errc::trailing_text;

constexpr fragment values[] = {
    // Arrays.
    {"y_array_empty", "[]"},
    {"y_array_blank", "[ \t\r\n]"},
    {"y_array_of_empty_string", R"([""])"},
    {"y_array_of_arrays", "[[],[[]]]"},
    {"y_array_of_spaced_array", "[[]   ]"},
    {"y_array_false", "[false]"},
    {"y_array_of_all_types", R"([null,1,"2",{},[],true])"},
    {"y_array_null", "[null]"},
    {"y_array_newline_after_number", "[7\n]"},
    {"y_array_leading_space", "[ 7]"},
    {"y_array_trailing_space", "[7 ]"},
    {"y_array_spaces_around_commas", "[7 , 8\t,\n9]"},
    {"y_array_nulls_between", "[7,null,null,null,8]"},
    {"y_array_newline_after", "[7]\n"},
    {"y_array_long", "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22]"},
    {"n_array_of_colon", R"(["a")", ":1]", invalid_json},
    {"n_array_text_after", "[7]", "x", trailing},
    {"n_array_comma_after", "[7]", ",", trailing},
    {"n_array_comma_first", "[", ",7]", invalid_json},
    {"n_array_comma_alone", "[", ",]", invalid_json},
    {"n_array_two_commas", "[7,", ",8]", invalid_json},
    {"n_array_comma_last", "[7,", "]", invalid_json},
    {"n_array_two_commas_last", "[7,", ",]", invalid_json},
    {"n_array_comma_missing", "[7 ", "8]", invalid_json},
    {"n_array_comma_missing_before_array", "[7", "[8]]", invalid_json},
    {"n_array_comma_missing_after_string", R"(["a")", R"("b"])", invalid_json},
    {"n_array_closed_twice", "[7]", "]", trailing},
    {"n_array_closed_by_brace", "[7", "}", invalid_json},
    {"n_array_spaced_comma_last", "[7, ", "]", invalid_json},
    {"n_array_name_inside", "[", "x]", invalid_json},
    {"n_array_star", "[", "*]", invalid_json},
    {"n_array_minus", "[-", "]", invalid_json},
    {"n_array_semicolon", "[1", ";2]", invalid_json},
    {"n_array_ellipsis", "[1,", "...]", invalid_json},
    {"n_array_vertical_tab_in_string", "[\"", "\v\"]", errc::control_character},
    {"n_array_vertical_tab", "[7", "\v]", invalid_json},
    {"n_array_form_feed", "[", "\f]", invalid_json},
    {"n_array_zero_byte", "[", "\0]"sv, invalid_json},
    {"n_array_latin_1", "[", "\xE5]", invalid_json},
    {"n_array_unclosed", "[", "", incomplete},
    {"n_array_unclosed_after_number", "[7", "", incomplete},
    {"n_array_unclosed_after_comma", "[7,", "", incomplete},
    {"n_array_unclosed_after_newlines", "[7,\n8\n,9", "", incomplete},
    {"n_array_unclosed_after_string", R"([")", "", incomplete},
    {"n_array_unclosed_after_object", "[{}", "", incomplete},
    {"n_array_unclosed_inner", "[[]", "", incomplete},

    // Numbers.
    {"y_number_zero", "0"},
    {"y_number_minus_zero", "-0"},
    {"y_number_digit", "7"},
    {"y_number_negative", "-7"},
    {"y_number_integer", "1234567890"},
    {"y_number_int64_max", "9223372036854775807"},
    {"y_number_int64_min", "-9223372036854775808"},
    {"y_number_uint64_max", "18446744073709551615"},
    {"y_number_fraction", "3.25"},
    {"y_number_negative_fraction", "-3.25"},
    {"y_number_zero_fraction", "0.0"},
    {"y_number_minus_zero_fraction", "-0.0"},
    {"y_number_long_fraction", "-0.000000000000000000000000000000000000000000000000000000000001"},
    {"y_number_trailing_zeros", "1.500"},
    {"y_number_exponent", "3e2"},
    {"y_number_capital_exponent", "3E2"},
    {"y_number_plus_exponent", "3e+2"},
    {"y_number_capital_plus_exponent", "3E+2"},
    {"y_number_minus_exponent", "3e-2"},
    {"y_number_capital_minus_exponent", "3E-2"},
    {"y_number_zero_exponent", "0e0"},
    {"y_number_zero_plus_exponent", "0e+1"},
    {"y_number_exponent_leading_zeros", "3e007"},
    {"y_number_exponent_many_leading_zeros", "3e-00000000000000000007"},
    {"y_number_exponent_of_zeros", "3e+0000000000000"},
    {"y_number_exponent_of_nine_digits", "3e999999999"},
    {"y_number_negative_exponent_of_nine_digits", "-0.3E-999999999"},
    {"y_number_plus_exponent_of_nine_digits", "12345678901234567890123e+999999999"},
    {"y_number_fraction_exponent", "12.75e3"},
    {"y_number_fraction_minus_exponent", "12.75E-3"},
    {"y_number_double_max", "1.7976931348623157e308"},
    {"y_number_double_min", "4.9406564584124654e-324"},
    {"y_number_after_space", " 7"},
    {"n_number_plus", "", "+7", invalid_json},
    {"n_number_plus_plus", "", "++7", invalid_json},
    {"n_number_minus_minus", "-", "-7", invalid_json},
    {"n_number_minus_alone", "-", "", incomplete},
    {"n_number_minus_space", "-", " 7", invalid_json},
    {"n_number_minus_letter", "-", "x", invalid_json},
    {"n_number_minus_point", "-", ".5", invalid_json},
    {"n_number_minus_exponent", "-", "e5", invalid_json},
    {"n_number_leading_zero", "[0", "7]", invalid_json},
    {"n_number_two_zeros", "[0", "0]", invalid_json},
    {"n_number_minus_leading_zero", "[-0", "7]", invalid_json},
    {"n_number_leading_zero_fraction", "[0", "1.5]", invalid_json},
    {"n_number_point_first", "", ".5", invalid_json},
    {"n_number_point_minus", "", ".-5", invalid_json},
    {"n_number_point_exponent", "", ".e5", invalid_json},
    {"n_number_point_last", "[5.", "]", invalid_json},
    {"n_number_zero_point_last", "[0.", "]", invalid_json},
    {"n_number_minus_point_last", "[-5.", "]", invalid_json},
    {"n_number_point_then_exponent", "5.", "e3", invalid_json},
    {"n_number_point_then_plus_exponent", "5.", "e+3", invalid_json},
    {"n_number_point_then_minus", "5.", "-3", invalid_json},
    {"n_number_two_points", "[5.1", ".2]", invalid_json},
    {"n_number_adjacent_points", "5.", ".2", invalid_json},
    {"n_number_exponent_last", "[5e", "]", invalid_json},
    {"n_number_capital_exponent_last", "[5E", "]", invalid_json},
    {"n_number_plus_exponent_last", "[5e+", "]", invalid_json},
    {"n_number_minus_exponent_last", "[5e-", "]", invalid_json},
    {"n_number_fraction_exponent_last", "[5.1e", "]", invalid_json},
    {"n_number_fraction_plus_exponent_last", "[5.1E+", "]", invalid_json},
    {"n_number_zero_exponent_last", "[0e", "]", invalid_json},
    {"n_number_unfinished_fraction", "5.", "", incomplete},
    {"n_number_unfinished_exponent", "5e", "", incomplete},
    {"n_number_unfinished_plus_exponent", "5e+", "", incomplete},
    {"n_number_two_exponents", "5e", "E2", invalid_json},
    {"n_number_exponent_of_exponent", "[5e2", "e3]", invalid_json},
    {"n_number_exponent_two_signs", "5e+", "-3", invalid_json},
    {"n_number_exponent_fraction", "[5e1", ".5]", invalid_json},
    {"n_number_exponent_letter", "5e", "a", invalid_json},
    {"n_number_hexadecimal", "[0", "x1F]", invalid_json},
    {"n_number_hexadecimal_digits", "[1", "F]", invalid_json},
    {"n_number_octal", "[0", "o17]", invalid_json},
    {"n_number_binary", "[0", "b11]", invalid_json},
    {"n_number_suffix", "[7", "L]", invalid_json},
    {"n_number_spaced_digits", "[7 ", "000]", invalid_json},
    {"n_number_underscore", "[7", "_000]", invalid_json},
    {"n_number_apostrophe", "[7", "'000]", invalid_json},
    {"n_number_fraction_letter", "[5.1", "x]", invalid_json},
    {"n_number_letter_after_minus_zero", "[-0", "x]", invalid_json},
    {"n_number_sum", "[1", "+2]", invalid_json},
    {"n_number_range", "[1", "-2]", invalid_json},
    {"n_number_percent", "[1", "%]", invalid_json},
    {"n_number_nan", "", "NaN", invalid_json},
    {"n_number_minus_nan", "-", "NaN", invalid_json},
    {"n_number_nan_small", "n", "an", invalid_json},
    {"n_number_infinity", "", "Infinity", invalid_json},
    {"n_number_minus_infinity", "-", "Infinity", invalid_json},
    {"n_number_plus_infinity", "", "+Infinity", invalid_json},
    {"n_number_inf", "", "Inf", invalid_json},
    {"n_number_zero_byte_after", "[7", "\0]"sv, invalid_json},
    {"n_number_bad_utf8_after", "[7", "\xE5]", invalid_json},
    {"n_number_bad_utf8_in_exponent", "5e1", "\xE5", trailing},
    {"n_number_full_width_digit", "", "\xEF\xBC\x97", invalid_json},
    {"n_number_arabic_digit", "", "\xD9\xA7", invalid_json},
    {"n_number_unicode_minus", "",
     "\xE2\x88\x92"
     "7",
     invalid_json},
    {"i_number_beyond_int64", "-9223372036854775809"},
    {"i_number_beyond_uint64", "18446744073709551616"},
    {"i_number_huge_integer", "7000000000000000000000000000000000000000000000000000000000000000"},
    {"i_number_huge_negative_integer",
     "-700000000000000000000000000000000000000000000000000000000"},
    {"i_number_overflow", "7e400"},
    {"i_number_negative_overflow", "-7e+9999"},
    {"i_number_fraction_overflow", "7.5E+9999"},
    {"i_number_underflow", "7.5e-9999"},
    {"i_number_digits_beyond_double", "0.10000000000000000000000000000000000000000000000000001"},
    {"i_number_exponent_beyond_int", "", "7e99999999999", errc::number_too_large},
    {"i_number_exponent_of_ten_digits", "[", "1e1000000000]", errc::number_too_large},
    {"i_number_negative_exponent_of_ten_digits", "", "1E-1000000000", errc::number_too_large},
    {"i_number_positive_exponent_of_ten_digits", "", "-1.5e+1000000000", errc::number_too_large},
    {"i_number_exponent_of_the_greatest_int", "", "1e2147483647", errc::number_too_large},
    {"i_number_exponent_beyond_the_greatest_int", "", "1e2147483648", errc::number_too_large},
    {"i_number_fraction_and_least_exponent", "", "0.00000000001e-2147483640",
     errc::number_too_large},
    {"i_number_digits_and_greatest_exponent", "", "1234567890123456789012345e2147483647",
     errc::number_too_large},
    {"i_number_negative_exponent_beyond_int", "", "7e-99999999999", errc::number_too_large},
    {"i_number_leading_zeros_exponent_beyond_int", "", "0.4e00669999999999999999999999969999999",
     errc::number_too_large},
    {"i_number_exponent_of_zero_beyond_int", "[", "0e99999999999]", errc::number_too_large},

    // Objects.
    {"y_object_empty", "{}"},
    {"y_object_blank", "{ \n }"},
    {"y_object_member", R"({"a":1})"},
    {"y_object_members", R"({"a":1,"b":"2","c":[3],"d":{"e":null}})"},
    {"y_object_empty_name", R"({"":0})"},
    {"y_object_same_name_twice", R"({"a":1,"a":2})"},
    {"y_object_same_member_twice", R"({"a":1,"a":1})"},
    {"y_object_zero_escaped_in_name", R"({"a\u0000b":1})"},
    {"y_object_escaped_name", R"({"\u0061\n\"":1})"},
    {"y_object_name_not_ascii", "{\"\xC3\xA9\":1}"},
    {"y_object_spaces", " { \"a\" : 1 , \"b\" : 2 } "},
    {"y_object_newlines", "{\n\"a\"\n:\n1\n}"},
    {"y_object_long_names",
     R"({"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":1})"},
    {"y_object_extremes", R"({"least":-1.0e+28,"most":1.0e+28})"},
    {"n_object_name_alone", R"({"a")", "}", invalid_json},
    {"n_object_name_and_comma", R"({"a")", ",1}", invalid_json},
    {"n_object_value_missing", R"({"a":)", "}", invalid_json},
    {"n_object_value_missing_before_comma", R"({"a":)", R"(,"b":1})", invalid_json},
    {"n_object_two_colons", R"({"a":)", ":1}", invalid_json},
    {"n_object_colon_missing", R"({"a" )", "1}", invalid_json},
    {"n_object_colon_first", "{", ":1}", invalid_json},
    {"n_object_equals_sign", R"({"a")", "=1}", invalid_json},
    {"n_object_arrow", R"({"a")", "=>1}", invalid_json},
    {"n_object_comma_first", "{", R"(,"a":1})", invalid_json},
    {"n_object_comma_alone", "{", ",}", invalid_json},
    {"n_object_comma_last", R"({"a":1,)", "}", invalid_json},
    {"n_object_commas_last", R"({"a":1,)", ",,}", invalid_json},
    {"n_object_two_commas", R"({"a":1,)", R"(,"b":2})", invalid_json},
    {"n_object_comma_missing", R"({"a":1 )", R"("b":2})", invalid_json},
    {"n_object_semicolon", R"({"a":1)", R"(;"b":2})", invalid_json},
    {"n_object_name_unquoted", "{", "a:1}", invalid_json},
    {"n_object_name_single_quoted", "{", "'a':1}", invalid_json},
    {"n_object_name_number", "{", "1:1}", invalid_json},
    {"n_object_name_null", "{", "null:1}", invalid_json},
    {"n_object_name_array", "{", "[]:1}", invalid_json},
    {"n_object_name_object", "{", "{}:1}", invalid_json},
    {"n_object_of_array", "{", "[1]}", invalid_json},
    {"n_object_value_alone", R"({"a":"b",)", "1}", invalid_json},
    {"n_object_value_text_after", R"({"a":1 )", "x}", invalid_json},
    {"n_object_two_values", R"({"a":1 )", "2}", invalid_json},
    {"n_object_closed_by_bracket", R"({"a":1)", "]", invalid_json},
    {"n_object_closed_twice", R"({"a":1})", "}", trailing},
    {"n_object_text_after", R"({"a":1})", "x", trailing},
    {"n_object_hash_after", R"({"a":1})", "#", trailing},
    {"n_object_comment_after", R"({"a":1})", "/**/", trailing},
    {"n_object_slashes_after", R"({"a":1})", "//", trailing},
    {"n_object_slash_after", R"({"a":1})", "/", trailing},
    {"n_object_comment_inside", R"({"a":)", "/**/1}", invalid_json},
    {"n_object_comma_after", R"({"a":1})", ",", trailing},
    {"n_object_bad_utf8_name", "{\"", "\xB9\":1}", errc::invalid_utf8},
    {"n_object_bad_utf8_between", "{", "\xF0\x9F\x87\xA8}", invalid_json},
    {"n_object_unclosed", "{", "", incomplete},
    {"n_object_unclosed_after_quote", "{\"", "", incomplete},
    {"n_object_unclosed_after_name", R"({"a")", "", incomplete},
    {"n_object_unclosed_after_colon", R"({"a":)", "", incomplete},
    {"n_object_unclosed_after_value", R"({"a":1)", "", incomplete},
    {"n_object_unclosed_after_comma", R"({"a":1,)", "", incomplete},
    {"n_object_unclosed_value", R"({"a":"b)", "", incomplete},

    // Structure.
    {"y_structure_true", "true"},
    {"y_structure_false", "false"},
    {"y_structure_null", "null"},
    {"y_structure_string", R"("a")"},
    {"y_structure_empty_string", R"("")"},
    {"y_structure_space_around", " \t\r\n true \t\r\n "},
    {"y_structure_newline_after", "null\n"},
    {"y_structure_nested", R"([{"a":[{"b":[{"c":[]}]}]}])"},
    {"n_structure_comma", "", ",", invalid_json},
    {"n_structure_colon", "", ":", invalid_json},
    {"n_structure_bracket_closed", "", "]", invalid_json},
    {"n_structure_brace_closed", "", "}", invalid_json},
    {"n_structure_array_reversed", "", "][", invalid_json},
    {"n_structure_array_comma", "[", ",", invalid_json},
    {"n_structure_array_brace", "[", "}", invalid_json},
    {"n_structure_object_bracket", "{", "]", invalid_json},
    {"n_structure_object_array", "{", "[", invalid_json},
    {"n_structure_crossed", "[{", "]}", invalid_json},
    {"n_structure_two_arrays", "[]", "[]", trailing},
    {"n_structure_two_objects", "{}", "{}", trailing},
    {"n_structure_two_numbers", "7 ", "8", trailing},
    {"n_structure_two_literals", "true ", "false", trailing},
    {"n_structure_member", R"("a")", ":1", trailing},
    {"n_structure_array_letter", "[", "a", invalid_json},
    {"n_structure_array_apostrophe", "[", "'", invalid_json},
    {"n_structure_object_apostrophe", "{", "'a'", invalid_json},
    {"n_structure_angle_brackets", "", "<null>", invalid_json},
    {"n_structure_angle_brackets_in_array", "[", "<null>]", invalid_json},
    {"n_structure_html", "", "<!DOCTYPE html><title>502</title>", invalid_json},
    {"n_structure_parentheses", "", "(1)", invalid_json},
    {"n_structure_question_mark", "", "?", invalid_json},
    {"n_structure_comment", "", "/**/", invalid_json},
    {"n_structure_comment_before", "", "/* a */7", invalid_json},
    {"n_structure_slashes", "", "// a\n7", invalid_json},
    {"n_structure_hash", "", "# a\n7", invalid_json},
    {"n_structure_true_unfinished", "tru", "", incomplete},
    {"n_structure_false_unfinished", "fals", "", incomplete},
    {"n_structure_null_unfinished", "nul", "", incomplete},
    {"n_structure_true_cut", "[tru", "]", invalid_json},
    {"n_structure_false_cut", "[fals", "]", invalid_json},
    {"n_structure_null_cut", "[nul", "]", invalid_json},
    {"n_structure_true_misspelt", "tr", "ee", invalid_json},
    {"n_structure_true_capital", "", "True", invalid_json},
    {"n_structure_false_capitals", "", "FALSE", invalid_json},
    {"n_structure_null_capital_last", "nul", "L", invalid_json},
    {"n_structure_true_longer", "[true", "r]", invalid_json},
    {"n_structure_literals_joined", "[true", "false]", invalid_json},
    {"n_structure_undefined", "", "undefined", invalid_json},
    {"n_structure_none", "", "None", invalid_json},
    {"n_structure_identifier_not_ascii", "", "\xC3\xA9", invalid_json},
    {"n_structure_space_no_break", "[", "\xC2\xA0]", invalid_json},
    {"n_structure_space_en", "[", "\xE2\x80\x82]", invalid_json},
    {"n_structure_space_line_separator", "[", "\xE2\x80\xA8]", invalid_json},
    {"n_structure_word_joiner", "[", "\xE2\x81\xA0]", invalid_json},
    {"n_structure_next_line", "[", "\xC2\x85]", invalid_json},
    {"n_structure_form_feed_after", "7", "\f", trailing},
    {"n_structure_backspace", "[", "\b]", invalid_json},
    {"n_structure_delete", "[", "\x7F]", invalid_json},
    {"n_structure_escape_outside", "[", R"(\n])", invalid_json},
    {"n_structure_unicode_escape_outside", "[", R"(\u0031])", invalid_json},
    {"n_structure_backslash", "", "\\", invalid_json},
    {"n_structure_backquote", "", "`a`", invalid_json},
    {"n_structure_bad_utf8", "", "\xFF", invalid_json},
    {"n_structure_unclosed_many", R"([{"a":[[{"b":[1,)", "", incomplete},

    // Encodings. A mark that begins a body has its own error, see below.
    {"i_encoding_mark_inside", "[",
     "\xEF\xBB\xBF"
     "7]",
     invalid_json},
    {"i_encoding_mark_after", "[7]", "\xEF\xBB\xBF", trailing},
    {"i_encoding_utf16_little", "[", "\0007\000]\000"sv, invalid_json},
    {"i_encoding_utf16_big", "", "\000[\0007\000]"sv, invalid_json},
    {"i_encoding_utf16_little_mark", "", "\xFF\xFE[\0]\0"sv, invalid_json},
    {"i_encoding_utf16_big_mark", "", "\xFE\xFF\0[\0]"sv, invalid_json},
    {"i_encoding_utf32_little", "[", "\0\0\0]\0\0\0"sv, invalid_json},
    {"i_encoding_utf32_big", "", "\0\0\0[\0\0\0]"sv, invalid_json},
};

// Strings alone, to be names, accounts and messages as well.
constexpr fragment strings[] = {
    {"y_string_empty", R"("")"},
    {"y_string_space", R"(" ")"},
    {"y_string_letters", R"("letters and digits 0123456789")"},
    {"y_string_long", R"("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeee")"},
    {"y_string_punctuation", R"("{}[]:,'/#&<>=+-*%$!?`~^|@;()_.")"},
    {"y_string_like_comment", R"("a/*b*/c/*d//e")"},
    {"y_string_like_json", R"("[1,{\"a\":null}]")"},
    {"y_string_delete", "\"a\x7F\""},
    {"y_string_simple_escapes", R"("\"\\\/\b\f\n\r\t")"},
    {"y_string_backslash_and_quote", R"("\\\"")"},
    {"y_string_two_backslashes", R"("\\n")"},
    {"y_string_escaped_backslash_u", R"("\\u0061")"},
    {"y_string_escape_zero", R"("\u0000")"},
    {"y_string_escape_control", R"("\u0001\u001f\u007F")"},
    {"y_string_escape_letter", R"("\u0061\u0041")"},
    {"y_string_escape_quote", R"("\u0022\u005c")"},
    {"y_string_escape_mixed_case", R"("\u00eA\uAbCd")"},
    {"y_string_escape_2_bytes", R"("\u0080\u07ff")"},
    {"y_string_escape_3_bytes", R"("\u0800\uffff")"},
    {"y_string_escape_next_to_surrogates", R"("\ud7ff\ue000")"},
    {"y_string_escape_pair", R"("\ud83d\ude00")"},
    {"y_string_escape_first_pair", R"("\ud800\udc00")"},
    {"y_string_escape_last_pair", R"("\uDBFF\uDFFF")"},
    {"y_string_escape_two_pairs", R"("\ud83d\ude00\ud834\udd1e")"},
    {"y_string_escape_non_characters", R"("\ufdd0\uFFFE\uffff\ud83f\udffe\udbff\udfff")"},
    {"y_string_escape_line_separators", R"("\u2028\u2029")"},
    {"y_string_escape_byte_order_mark", R"("\uFEFF")"},
    {"y_string_escape_invisible", R"("\u2064\u200B\u00a0")"},
    {"y_string_escape_then_digits", R"("\u00e90123")"},
    {"y_string_utf8_2_bytes", "\"\xC2\x80\xDF\xBF\""},
    {"y_string_utf8_3_bytes", "\"\xE0\xA0\x80\xEF\xBF\xBF\""},
    {"y_string_utf8_next_to_surrogates", "\"\xED\x9F\xBF\xEE\x80\x80\""},
    {"y_string_utf8_4_bytes", "\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""},
    {"y_string_utf8_line_separators", "\"\xE2\x80\xA8\xE2\x80\xA9\""},
    {"y_string_utf8_byte_order_mark", "\"\xEF\xBB\xBF\""},
    {"y_string_utf8_no_break_space", "\"\xC2\xA0\""},
    {"y_string_utf8_next_line", "\"\xC2\x85\""},
    {"y_string_utf8_text", "\"\xE8\xB4\xA6\xE5\x8F\xB7 \xF0\x9F\x98\x80\""},
    {"n_string_unclosed", "\"", "", incomplete},
    {"n_string_unclosed_after_letter", "\"a", "", incomplete},
    {"n_string_unclosed_after_escaped_quote", R"("\")", "", incomplete},
    {"n_string_unclosed_escape", R"("\)", "", incomplete},
    {"n_string_unclosed_unicode_escape", R"("\u)", "", incomplete},
    {"n_string_unclosed_unicode_digits", R"("\u00e)", "", incomplete},
    {"n_string_unclosed_pair", R"("\ud83d)", "", incomplete},
    {"n_string_unclosed_pair_escape", R"("\ud83d\)", "", incomplete},
    {"n_string_unclosed_pair_digits", R"("\ud83d\ude0)", "", incomplete},
    {"n_string_unclosed_utf8", "\"\xE2\x80", "", incomplete},
    {"n_string_single_quotes", "", "'a'", invalid_json},
    {"n_string_no_quotes", "", "a", invalid_json},
    {"n_string_text_after", R"("a")", "b", trailing},
    {"n_string_two", R"("a")", R"("b")", trailing},
    {"n_string_quote_inside", R"("a")", R"(b"c")", trailing},
    {"n_string_typographic_quotes", "",
     "\xE2\x80\x9C"
     "a\xE2\x80\x9D",
     invalid_json},
    {"n_string_three_backslashes", R"("\\\")", "", incomplete},
    {"n_string_escape_x", "\"", R"(\x41")", errc::invalid_escape},
    {"n_string_escape_a", "\"", R"(\a")", errc::invalid_escape},
    {"n_string_escape_v", "\"", R"(\v")", errc::invalid_escape},
    {"n_string_escape_e", "\"", R"(\e")", errc::invalid_escape},
    {"n_string_escape_octal", "\"", R"(\012")", errc::invalid_escape},
    {"n_string_escape_apostrophe", "\"", R"(\'")", errc::invalid_escape},
    {"n_string_escape_space", "\"", R"(\ ")", errc::invalid_escape},
    {"n_string_escape_capital_n", "\"", R"(\N")", errc::invalid_escape},
    {"n_string_escape_capital_u", "\"", R"(\U0061")", errc::invalid_escape},
    {"n_string_escape_newline", "\"", "\\\n\"", errc::invalid_escape},
    {"n_string_escape_tab", "\"", "\\\t\"", errc::invalid_escape},
    {"n_string_escape_zero_byte", "\"", "\\\0\""sv, errc::invalid_escape},
    {"n_string_escape_bad_utf8", "\"", "\\\xE5\"", errc::invalid_escape},
    {"n_string_escape_emoji", "\"", "\\\xF0\x9F\x98\x80\"", errc::invalid_escape},
    {"n_string_unicode_no_digits", "\"", R"(\u")", errc::invalid_escape},
    {"n_string_unicode_1_digit", "\"", R"(\u0")", errc::invalid_escape},
    {"n_string_unicode_3_digits", "\"", R"(\u00e")", errc::invalid_escape},
    {"n_string_unicode_letter", "\"", R"(\u00g9")", errc::invalid_escape},
    {"n_string_unicode_sign", "\"", R"(\u+061")", errc::invalid_escape},
    {"n_string_unicode_spaces", "\"", R"(\u  61")", errc::invalid_escape},
    {"n_string_unicode_prefix", "\"", R"(\u0x61")", errc::invalid_escape},
    {"n_string_unicode_braces", "\"", R"(\u{61}")", errc::invalid_escape},
    {"n_string_unicode_bad_utf8", "\"", "\\u\xE5\"", errc::invalid_escape},
    {"n_string_unicode_full_width", "\"",
     "\\u\xEF\xBC\x91"
     "234\"",
     errc::invalid_escape},
    {"n_string_pair_bad_second", "\"", R"(\ud83d\u")", errc::invalid_escape},
    {"n_string_pair_second_letters", "\"", R"(\ud83d\uzzzz")", errc::invalid_escape},
    {"n_string_newline", "\"a", "\nb\"", errc::control_character},
    {"n_string_carriage_return", "\"a", "\r\"", errc::control_character},
    {"n_string_tab", "\"", "\t\"", errc::control_character},
    {"n_string_zero_byte", "\"", "\0\""sv, errc::control_character},
    {"n_string_backspace", "\"", "\b\"", errc::control_character},
    {"n_string_unit_separator", "\"0123456789abcdef0123456789", "\x1F\"", errc::control_character},
    {"i_string_lone_leading_surrogate", "\"", R"(\ud83d")", errc::lone_surrogate},
    {"i_string_lone_trailing_surrogate", "\"", R"(\ude00")", errc::lone_surrogate},
    {"i_string_leading_surrogate_letter", "\"", R"(\uD83Da")", errc::lone_surrogate},
    {"i_string_leading_surrogate_escape", "\"", R"(\uD83D\n")", errc::lone_surrogate},
    {"i_string_leading_surrogate_bmp", "\"", R"(\ud83d\u0061")", errc::lone_surrogate},
    {"i_string_two_leading_surrogates", "\"", R"(\ud83d\ud83d")", errc::lone_surrogate},
    {"i_string_two_trailing_surrogates", "\"", R"(\udc00\udc00")", errc::lone_surrogate},
    {"i_string_surrogates_reversed", "\"", R"(\ude00\ud83d")", errc::lone_surrogate},
    {"i_string_surrogate_before_pair", "\"", R"(\ud83d\ud83d\ude00")", errc::lone_surrogate},
    {"i_string_surrogate_after_pair", R"("\ud83d\ude00)", R"(\ude00")", errc::lone_surrogate},
    {"i_string_utf8_alone", "\"", "\x80\"", errc::invalid_utf8},
    {"i_string_utf8_latin_1", "\"caf", "\xE9\"", errc::invalid_utf8},
    {"i_string_utf8_ff", "\"", "\xFF\"", errc::invalid_utf8},
    {"i_string_utf8_fe", "\"", "\xFE\"", errc::invalid_utf8},
    {"i_string_utf8_too_few_of_2", "\"", "\xC3\"", errc::invalid_utf8},
    {"i_string_utf8_too_few_of_3", "\"", "\xE2\x80\"", errc::invalid_utf8},
    {"i_string_utf8_too_few_of_4", "\"", "\xF0\x9F\x98\"", errc::invalid_utf8},
    {"i_string_utf8_too_many", "\"\xC3\xA9", "\xA9\"", errc::invalid_utf8},
    {"i_string_utf8_overlong_2", "\"", "\xC0\xAF\"", errc::invalid_utf8},
    {"i_string_utf8_overlong_zero", "\"", "\xC0\x80\"", errc::invalid_utf8},
    {"i_string_utf8_overlong_3", "\"", "\xE0\x9F\xBF\"", errc::invalid_utf8},
    {"i_string_utf8_overlong_4", "\"", "\xF0\x8F\xBF\xBF\"", errc::invalid_utf8},
    {"i_string_utf8_5_bytes", "\"", "\xF8\x88\x80\x80\x80\"", errc::invalid_utf8},
    {"i_string_utf8_6_bytes", "\"", "\xFC\x83\xBF\xBF\xBF\xBF\"", errc::invalid_utf8},
    {"i_string_utf8_beyond_unicode", "\"", "\xF4\x90\x80\x80\"", errc::invalid_utf8},
    {"i_string_utf8_leading_surrogate", "\"", "\xED\xA0\x80\"", errc::invalid_utf8},
    {"i_string_utf8_surrogate_pair", "\"", "\xED\xA0\xBD\xED\xB8\x80\"", errc::invalid_utf8},
    {"i_string_utf16", "\"", "\0a\0\""sv, errc::control_character},
};

std::vector<fragment> all_fragments() {
    std::vector<fragment> all(std::begin(values), std::end(values));
    all.insert(all.end(), std::begin(strings), std::end(strings));
    return all;
}

tpns::decode_options any_length() {
    tpns::decode_options options;
    options.limits.min_account_chars = 0;
    options.limits.max_account_chars = tpns::limits::unlimited;
    return options;
}

/// Whether an error is about JSON rather than the schema.
bool is_of_text(const error& e) {
    return make_error_code(e) == condition::syntax || e.code == errc::too_deep ||
           e.code == errc::number_too_large;
}

/// The JSON error in a body, if any, ignoring other errors: a check continues after wrong types.
template <class Kind>
error text_error(std::string_view body, const tpns::decode_options& options = any_length()) {
    error last;
    (void)Kind::check(
        body, [&](const error& e) { last = e; }, options);
    return is_of_text(last) ? last : error();
}

/// Before its error, a text is only incomplete; after complete JSON, it is JSON.
template <class Kind>
void only_incomplete_before(const error& e, std::string_view body) {
    REQUIRE(e.offset <= body.size());
    const error before = text_error<Kind>(body.substr(0, e.offset));
    if (e.code == errc::trailing_text) {
        CHECK(before == error());
        return;
    }
    const bool blank = body.find_first_not_of(" \t\r\n") >= e.offset;
    CHECK(before == error(blank ? errc::empty_body : errc::incomplete, {}, e.offset));
}

/// The beginning of a valid body, up to a place where a fragment can be inserted.
template <class Kind>
constexpr const char* begin_of = nullptr;
template <>
constexpr const char* begin_of<requests> = R"({"operator_type":4,"token_list":["t"])";
template <>
constexpr const char* begin_of<responses> = R"({"ret_code":7,"err_msg":"m")";

/// Tries a fragment between `before` and `after`, which form a valid body around JSON.
template <class Kind>
void stands_in(const std::string& before, const fragment& f, const std::string& after) {
    const std::string body = before + f.text() + after;
    CAPTURE(body);
    const auto decoded = Kind::decode(body, any_length());
    tpns::arena memory;
    const auto view = Kind::decode_view(body, memory, any_length());
    CHECK(decoded.has_value() == f.ok());
    CHECK(view.has_value() == f.ok());
    if (decoded || view) return;
    const error e = decoded.error();
    CHECK(view.error() == e);
    CHECK(text_error<Kind>(body) == e);
    const std::size_t wrong = before.size() + f.begin.size();
    // An unclosed fragment swallows the text after it, and an excess bracket closes ours.
    if (f.code == errc::incomplete || f.code == errc::trailing_text)
        CHECK(make_error_code(e) == condition::syntax);
    else
        CHECK(e == error(f.code, {}, wrong));
    if (f.code == errc::trailing_text) CHECK(e.offset >= wrong);
    only_incomplete_before<Kind>(e, body);
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

} // namespace

TEST_CASE("every fragment has a unique name, which states the expected verdict") {
    std::set<std::string_view> names;
    for (const fragment& f : all_fragments()) {
        CAPTURE(f.name);
        CHECK(names.insert(f.name).second);
        if (f.name[0] == 'y') CHECK(f.ok());
        if (f.name[0] == 'n') CHECK(make_error_code(f.code) == condition::syntax);
        // Incomplete text has no wrong byte; any other invalid text has one.
        CHECK(f.wrong.empty() == (f.ok() || f.code == errc::incomplete));
    }
    CHECK(names.size() > 400);
}

TEST_CASE_TEMPLATE("a fragment is a body", Kind, requests, responses) {
    for (const fragment& f : all_fragments()) {
        CAPTURE(f.name);
        const std::string body = f.text();
        const error e = text_error<Kind>(body);
        CHECK_FALSE(Kind::decode(body, {})); // JSON or not, it is not a message
        if (f.ok()) {
            CHECK(e == error());
            continue;
        }
        CHECK(e == error(f.code, {}, f.begin.size()));
        only_incomplete_before<Kind>(e, body);
    }
}

TEST_CASE_TEMPLATE("a fragment is an undocumented member", Kind, requests, responses) {
    for (const fragment& f : all_fragments()) {
        CAPTURE(f.name);
        const std::string begin = begin_of<Kind>;
        stands_in<Kind>(begin + R"(,"x":)", f, "}");
        stands_in<Kind>(begin + R"(,"x":[7,)", f, "]}");
        stands_in<Kind>(begin + R"(,"x":[{"y":)", f, R"(},7]})");
    }
}

TEST_CASE_TEMPLATE("a string names an undocumented member", Kind, requests, responses) {
    for (const fragment& f : strings) {
        CAPTURE(f.name);
        const std::string begin = begin_of<Kind>;
        stands_in<Kind>(begin + ',', f, ":7}");
        stands_in<Kind>(begin + R"(,"x":{)", f, ":7}}");
    }
}

TEST_CASE("a string is an account, with the same characters as in Boost.JSON") {
    const std::string before = R"({"operator_type":5,"account_list":[{"account":)";
    for (const fragment& f : strings) {
        CAPTURE(f.name);
        stands_in<requests>(before, f, "}]}");
        if (!f.ok()) continue;
        const auto decoded = tpns::decode_request(before + f.text() + "}]}", any_length());
        const auto& accounts = std::get<tpns::unbind_all_tokens>(decoded.value()).account_list;
        CHECK(accounts.at(0).id.str() == boost::json::parse(f.text()).as_string());
    }
}

TEST_CASE("a string is a message, with the same characters as in Boost.JSON") {
    const std::string before = R"({"ret_code":7,"err_msg":)";
    for (const fragment& f : strings) {
        CAPTURE(f.name);
        stands_in<responses>(before, f, "}");
        if (!f.ok()) continue;
        const auto decoded = tpns::decode_response(before + f.text() + '}');
        CHECK(decoded.value().err_msg == boost::json::parse(f.text()).as_string());
    }
}

TEST_CASE_TEMPLATE("only a byte order mark can precede the JSON", Kind, requests, responses) {
    const std::string good = std::string(begin_of<Kind>) + '}';
    CHECK(Kind::decode(good, {}));
    for (const std::string& text : {good, std::string(), std::string("[]"), std::string(" ")})
        CHECK(text_error<Kind>("\xEF\xBB\xBF" + text) == error(errc::byte_order_mark, {}, 0));
    for (const std::string_view blank : {"", " ", " \t\r\n \t\r\n \t\r\n \t\r\n "})
        CHECK(text_error<Kind>(blank) == error(errc::empty_body, {}, blank.size()));
    CHECK(text_error<Kind>("\xEF\xBB") == error(errc::invalid_json, {}, 0));
    CHECK(text_error<Kind>(good + '\0') == error(errc::trailing_text, {}, good.size()));
    // A whole message in UTF-16, which RFC 7159 allowed.
    std::string utf16;
    for (const char c : good) utf16 += {c, '\0'};
    CHECK(Kind::decode(utf16, {}).error() == error(errc::invalid_json, {}, 1));
    CHECK(Kind::decode('\0' + utf16, {}).error() == error(errc::invalid_json, {}, 0));
}

TEST_CASE_TEMPLATE("nesting is too deep at the first bracket beyond the limit", Kind, requests,
                   responses) {
    const std::string begin = std::string(begin_of<Kind>) + R"(,"x":)";
    // The body itself is one level, so the bracket of number `limit` is the first beyond.
    const auto refused = [&](const std::string& text, std::size_t max_depth, std::size_t limit,
                             std::size_t at) {
        tpns::decode_options options;
        options.limits.max_depth = max_depth;
        return Kind::decode(begin + text, options).error() ==
               error({errc::too_deep, limit}, {}, begin.size() + at);
    };
    tpns::decode_options deep;
    for (const std::size_t depth : {31U, 500U, 511U}) {
        CAPTURE(depth);
        deep.limits.max_depth = depth + 1;
        CHECK(Kind::decode(begin + nested(depth) + '}', deep));
        CHECK(refused(nested(depth) + '}', depth, depth, depth - 1));
    }
    CHECK(Kind::decode(begin + nested(31) + '}', {}));
    CHECK(refused(nested(500) + '}', tpns::limits().max_depth, 32, 31));
    CHECK(refused(nested(512) + '}', tpns::limits::unlimited, 512, 511));

    // Unclosed, and deeper than a stack allows.
    const std::string arrays(100'000, '[');
    CHECK(refused(arrays, tpns::limits().max_depth, 32, 31));
    CHECK(refused(arrays, tpns::limits::unlimited, 512, 511));
    CHECK(text_error<Kind>(arrays) == error({errc::too_deep, 32}, {}, 32));
    std::string both;
    for (int i = 0; i < 50'000; ++i) both += R"([{"":)";
    CHECK(refused(both, tpns::limits().max_depth, 32, 15 * 5 + 1));
    CHECK(refused(both, tpns::limits::unlimited, 512, 255 * 5 + 1));
    CHECK(text_error<Kind>(both) == error({errc::too_deep, 32}, {}, 16 * 5));
}
