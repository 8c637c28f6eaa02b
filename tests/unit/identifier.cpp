// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/identifier.hpp>

#include <boost/container_hash/hash.hpp>
#include <boost/unordered_set.hpp>
#include <doctest/doctest.h>

#include <cstddef>
#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>

namespace {

struct name_kind;
using name = tpns::identifier<name_kind, tpns::owned>;
using name_view = tpns::identifier<name_kind, tpns::view>;

template <class T, class = void>
constexpr bool takes_braced_pair = false;
template <class T>
constexpr bool takes_braced_pair<T, std::void_t<decltype(T({"a", "b"}))>> = true;

template <class T, class = void>
constexpr bool printable = false;
template <class T>
constexpr bool
    printable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>> =
        true;

} // namespace

// Construction is explicit, from one string of any sort.
static_assert(std::is_constructible_v<name, const char*>);
static_assert(std::is_constructible_v<name, std::string_view>);
static_assert(std::is_constructible_v<name, const std::string&>);
static_assert(std::is_constructible_v<name, std::string>);
static_assert(!std::is_convertible_v<const char*, name>);
static_assert(!std::is_convertible_v<std::string_view, name>);
static_assert(!std::is_convertible_v<std::string, name>);
static_assert(!std::is_convertible_v<const char*, name_view>);
static_assert(!std::is_convertible_v<std::string_view, name_view>);
static_assert(!std::is_convertible_v<const std::string&, name_view>);

// Not from a pair, and not from anything but a string.
static_assert(!takes_braced_pair<name>);
static_assert(!takes_braced_pair<name_view>);
static_assert(takes_braced_pair<std::string>); // the trap that is avoided
static_assert(!std::is_constructible_v<name, const char*, const char*>);
static_assert(!std::is_constructible_v<name_view, const char*, const char*>);
static_assert(!std::is_constructible_v<name, const char*, std::size_t>);
static_assert(!std::is_constructible_v<name, std::nullptr_t>);
static_assert(!std::is_constructible_v<name_view, std::nullptr_t>);
static_assert(!std::is_constructible_v<name, int>);
static_assert(!std::is_constructible_v<name, char>);

// Views are deleted for temporaries.
static_assert(std::is_constructible_v<name_view, std::string&>);
static_assert(std::is_constructible_v<name_view, const std::string&>);
static_assert(!std::is_constructible_v<name_view, std::string>);
static_assert(!std::is_constructible_v<name_view, const std::string>);
static_assert(std::is_constructible_v<name_view, name&>);
static_assert(std::is_constructible_v<name_view, const name&>);
static_assert(!std::is_constructible_v<name_view, name>);
static_assert(!std::is_constructible_v<name_view, const name>);
static_assert(!std::is_assignable_v<name_view&, name>);

// Owned to view is implicit and free, view to owned is explicit.
static_assert(std::is_convertible_v<const name&, name_view>);
static_assert(std::is_nothrow_constructible_v<name_view, const name&>);
static_assert(std::is_constructible_v<name, const name_view&>);
static_assert(!std::is_convertible_v<const name_view&, name>);

static_assert(std::is_nothrow_default_constructible_v<name>);
static_assert(std::is_nothrow_move_constructible_v<name>);
static_assert(std::is_trivially_copyable_v<name_view>);
static_assert(sizeof(name) == sizeof(std::string));

static_assert(std::is_same_v<decltype(std::declval<name&>().str()), const std::string&>);
static_assert(std::is_same_v<decltype(std::declval<const name&>().str()), const std::string&>);
static_assert(std::is_same_v<decltype(std::declval<name>().str()), std::string>);
static_assert(std::is_same_v<decltype(std::declval<const name>().str()), const std::string&>);

// No stream gets personal data by accident.
static_assert(printable<std::string>);
static_assert(!printable<name>);
static_assert(!printable<name_view>);

// Views can be constants.
static constexpr tpns::identifier<struct rom_kind, tpns::view> in_rom("abc");
static_assert(in_rom.str() == "abc" && in_rom == in_rom && !(in_rom != in_rom));
static_assert(in_rom < tpns::identifier<rom_kind, tpns::view>("abd") && in_rom <= in_rom);
static_assert(tpns::identifier<rom_kind, tpns::view>("b") > in_rom && in_rom >= in_rom);
static_assert(tpns::identifier<rom_kind, tpns::view>().str().empty());

TEST_CASE("an identifier is the whole string, whatever else that converts to") {
    struct text {
        operator std::string_view() const { return {"abc\0def", 7}; }
        operator const char*() const { return "abc\0def"; }
    };
    CHECK(name(text()).str() == std::string_view(text()));
    const text named;
    CHECK(name(named) == name_view(named));
    struct cursor {
        operator std::string_view() { return "abc"; } // not const
    } at;
    CHECK(name(at).str() == "abc");
}

TEST_CASE("an identifier equals the string that it was made from") {
    const std::string text = "jdoe@example.com";
    CHECK(name().str().empty());
    CHECK(name_view().str().empty());
    CHECK(name("jdoe@example.com").str() == text);
    CHECK(name(text).str() == text);
    CHECK(name(std::string_view(text)).str() == text);
    CHECK(name(std::string(text)).str() == text);
    CHECK(name(name_view(text)).str() == text);
    CHECK(name_view("jdoe@example.com").str() == text);
}

TEST_CASE("a string is moved in and out without a copy") {
    std::string text(1000, 'x');
    const char* const memory = text.data();
    name n(std::move(text));
    CHECK(n.str().data() == memory);
    name moved(std::move(n));
    CHECK(moved.str().data() == memory);
    const std::string out = std::move(moved).str();
    CHECK(out.data() == memory);
    CHECK(out.size() == 1000);
}

TEST_CASE("a view refers to the characters of the owner") {
    const name n("jdoe");
    const name_view v = n;
    CHECK(v.str().data() == n.str().data());
    CHECK(v.str().size() == 4);
}

TEST_CASE("a reused identifier can be overwritten and keeps its memory") {
    name n(std::string(1000, 'x'));
    std::string& text = tpns::detail::identifier_access::str(n);
    CHECK(&text == &n.str());
    text = "jdoe";
    CHECK(n == name("jdoe"));
    CHECK(n.str().capacity() >= 1000);

    name_view v;
    tpns::detail::identifier_access::str(v) = "jdoe";
    CHECK(v == n);
}

TEST_CASE("the order is that of the bytes, across storages") {
    using namespace std::string_literals;
    const std::string sorted[] = {"", "\0"s, "A", "a", "a\0"s, "a\0b"s, "ab", "b", "\xC3\xA9"};
    for (std::size_t i = 0; i < std::size(sorted); ++i)
        for (std::size_t j = 0; j < std::size(sorted); ++j) {
            CAPTURE(i);
            CAPTURE(j);
            const name a(sorted[i]);
            const name b(sorted[j]);
            const auto check = [&](const auto& x, const auto& y) {
                CHECK((x == y) == (i == j));
                CHECK((x != y) == (i != j));
                CHECK((x < y) == (i < j));
                CHECK((x > y) == (i > j));
                CHECK((x <= y) == (i <= j));
                CHECK((x >= y) == (i >= j));
            };
            check(a, b);
            check(a, name_view(b));
            check(name_view(a), b);
            check(name_view(a), name_view(b));
        }
}

TEST_CASE("equal identifiers have equal hashes, across storages") {
    const name n("jdoe");
    const name_view v = n;
    CHECK(std::hash<name>()(n) == std::hash<name>()(name("jdoe")));
    CHECK(std::hash<name>()(n) == std::hash<name_view>()(v));
    CHECK(std::hash<name>()(n) != std::hash<name>()(name("jdoe2")));
    CHECK(std::hash<name>()(n) != std::hash<name>()(name("jdof")));
}

TEST_CASE("Boost finds the same hash") {
    const name n("jdoe");
    CHECK(hash_value(n) == std::hash<name>()(n));
    CHECK(hash_value(name_view(n)) == hash_value(n));
    CHECK(boost::hash<name>()(n) == boost::hash<name_view>()(n));
    CHECK(boost::hash<name>()(n) != boost::hash<name>()(name("jdof")));
    CHECK(boost::unordered_set<name>{name("b"), name("a"), name("b")}.size() == 2);
}

TEST_CASE("an identifier can be a key in standard containers") {
    CHECK(std::set<name>{name("b"), name("a"), name("b")}.size() == 2);
    CHECK(std::unordered_set<name>{name("b"), name("a"), name("b")}.size() == 2);
    CHECK(std::unordered_set<name_view>{name_view("b"), name_view("b")}.size() == 1);
    // With a transparent comparison, lookup needs no copy.
    const std::set<name, std::less<>> names = {name("a"), name("b")};
    CHECK(names.count(name_view("b")) == 1);
    CHECK(names.count(name_view("c")) == 0);
}

TEST_CASE("redacted gives the length and none of the characters") {
    CHECK(redacted(name()) == "<0 bytes>");
    CHECK(redacted(name("j")) == "<1 byte>");
    CHECK(redacted(name("jo")) == "<2 bytes>");
    CHECK(redacted(name("13711112222")) == "<11 bytes>");
    CHECK(redacted(name_view("13711112222")) == "<11 bytes>");
    CHECK(redacted(name("\xC3\xA9")) == "<2 bytes>");

    const std::string value = "Jack.Hugo+x@\xC3\xA9\xF0\x9F\x98\x80?7";
    CHECK(redacted(name(value)).find_first_of(value) == std::string::npos);
}
