// SPDX-License-Identifier: BSL-1.0

// The library in Godot 4.4 or later, without exceptions or RTTI. Uses only the C interface of the
// engine, which the engine writes. Scripts get a class `Tpns` with three static functions. From the
// root of the source tree:
//     mkdir -p build
//     cp -r tests/examples/godot build
//     godot --headless --path build/godot --dump-gdextension-interface
//     g++ -std=c++17 -Os -fno-exceptions -fno-rtti -fvisibility=hidden -fPIC -shared -Iinclude
//         -Ibuild/godot tests/examples/godot/tpns_extension.cpp
//         tests/portability/bare_metal/boost_json.cpp -o build/godot/libtpns.so

#include "gdextension_interface.h"

#include <tpns.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

// The functions for scripts. They take and return texts; an empty one means an error, which the
// engine prints. An argument of another type is an error, too: the text of `null` would be an
// account that all devices share.

GDExtensionInterfacePrintError print_error;

std::string failed(const std::string& why) {
    print_error(why.c_str(), "Tpns", "tpns_extension.cpp", 0, false);
    return {};
}
std::string failed(const tpns::error& e) { return failed(to_string(e)); }

using texts = std::vector<std::string>;

/// bind_accounts(token, account, ...): the body of a request that binds each account to the token
/// before it.
std::string bind_accounts(const texts& arguments) {
    if (arguments.empty() || arguments.size() % 2 != 0)
        return failed("bind_accounts takes an account for each token");
    tpns::overwrite_accounts login;
    for (std::size_t i = 0; i < arguments.size(); i += 2)
        login.token_accounts.push_back(
            {tpns::device_token(arguments[i]), {{tpns::account_id(arguments[i + 1])}}});
    const auto body = tpns::encode(login);
    return body ? *body : failed(body.error());
}

/// outcomes(body, reply): a line for each item in the body, in order.
std::string outcomes(const texts& arguments) {
    if (arguments.size() != 2) return failed("outcomes takes a body and its reply");
    const auto request = tpns::decode_request(arguments[0]);
    if (!request) return failed(request.error());
    const auto response = tpns::decode_response(arguments[1]);
    if (!response) return failed(response.error());
    const auto all = tpns::outcomes(*request, *response);
    if (!all) return failed(all.error());
    std::string lines;
    for (const auto& outcome : *all)
        lines.append(lines.empty() ? "" : "\n").append(to_string(outcome.disposition));
    return lines;
}

/// path(): the path of the URL, after the host of an access point.
std::string path(const texts&) { return std::string(tpns::endpoint::path); }

// The calls from the engine.

struct opaque { // a String or a StringName; not freed if it lives as long as the engine
    void* data = nullptr;
};

GDExtensionInterfaceStringNewWithUtf8CharsAndLen new_string;
GDExtensionInterfaceStringToUtf8Chars string_to_utf8;
GDExtensionInterfaceStringNameNewWithLatin1Chars new_name;
GDExtensionPtrDestructor destroy_string;
GDExtensionVariantFromTypeConstructorFunc string_to_variant;
GDExtensionTypeFromVariantConstructorFunc variant_to_string;
GDExtensionInterfaceVariantGetType type_of;

std::string text_of(GDExtensionConstVariantPtr variant) {
    opaque string;
    variant_to_string(&string, const_cast<GDExtensionVariantPtr>(variant));
    std::string text(static_cast<std::size_t>(string_to_utf8(&string, nullptr, 0)), '\0');
    string_to_utf8(&string, text.data(), static_cast<GDExtensionInt>(text.size()));
    destroy_string(&string);
    return text;
}

std::string answer(std::string (*function)(const texts&),
                   const GDExtensionConstVariantPtr* arguments, GDExtensionInt count) {
    texts all;
    for (GDExtensionInt i = 0; i < count; ++i) {
        if (type_of(arguments[i]) != GDEXTENSION_VARIANT_TYPE_STRING)
            return failed("argument " + std::to_string(i + 1) + " is not a String");
        all.push_back(text_of(arguments[i]));
    }
    return function(all);
}

template <std::string (*Function)(const texts&)>
void call(void*, GDExtensionClassInstancePtr, const GDExtensionConstVariantPtr* arguments,
          GDExtensionInt count, GDExtensionVariantPtr result, GDExtensionCallError*) {
    const std::string text = answer(Function, arguments, count);
    opaque string;
    new_string(&string, text.data(), static_cast<GDExtensionInt>(text.size()));
    string_to_variant(result, &string);
    destroy_string(&string);
}

GDExtensionClassLibraryPtr library;
GDExtensionInterfaceClassdbRegisterExtensionClass4 register_class; // since Godot 4.4
GDExtensionInterfaceClassdbUnregisterExtensionClass unregister_class;
GDExtensionInterfaceClassdbRegisterExtensionClassMethod register_method;

opaque named(const char* text) {
    opaque name;
    new_name(&name, text, true);
    return name;
}

void add_function(opaque& owner, const char* name, GDExtensionClassMethodCall function) {
    opaque method_name = named(name);
    opaque empty_name = named("");
    opaque empty_string;
    new_string(&empty_string, "", 0);
    GDExtensionPropertyInfo returned{
        GDEXTENSION_VARIANT_TYPE_STRING, &empty_name, &empty_name, 0, &empty_string, 0};
    GDExtensionClassMethodInfo method{};
    method.name = &method_name;
    method.call_func = function;
    method.method_flags = GDEXTENSION_METHOD_FLAG_STATIC | GDEXTENSION_METHOD_FLAG_VARARG;
    method.has_return_value = true;
    method.return_value_info = &returned;
    register_method(library, &owner, &method);
}

void initialize(void*, GDExtensionInitializationLevel level) {
    if (level != GDEXTENSION_INITIALIZATION_SCENE) return;
    opaque name = named("Tpns");
    opaque parent = named("Object");
    GDExtensionClassCreationInfo4 info{};
    info.is_abstract = true; // has only static functions
    info.is_exposed = true;
    register_class(library, &name, &parent, &info);
    add_function(name, "bind_accounts", call<bind_accounts>);
    add_function(name, "outcomes", call<outcomes>);
    add_function(name, "path", call<path>);
}

void deinitialize(void*, GDExtensionInitializationLevel level) {
    if (level != GDEXTENSION_INITIALIZATION_SCENE) return;
    opaque name = named("Tpns");
    unregister_class(library, &name);
}

} // namespace

extern "C" __attribute__((visibility("default"))) GDExtensionBool
tpns_init(GDExtensionInterfaceGetProcAddress proc, GDExtensionClassLibraryPtr self,
          GDExtensionInitialization* extension) {
    const auto get = [proc](const char* name, auto& function) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(proc(name));
        return function != nullptr;
    };
    GDExtensionInterfaceVariantGetPtrDestructor destructor = nullptr;
    GDExtensionInterfaceGetVariantFromTypeConstructor to_variant = nullptr;
    GDExtensionInterfaceGetVariantToTypeConstructor from_variant = nullptr;
    const bool all =
        get("print_error", print_error) && get("string_new_with_utf8_chars_and_len", new_string) &&
        get("string_to_utf8_chars", string_to_utf8) &&
        get("string_name_new_with_latin1_chars", new_name) && get("variant_get_type", type_of) &&
        get("variant_get_ptr_destructor", destructor) &&
        get("get_variant_from_type_constructor", to_variant) &&
        get("get_variant_to_type_constructor", from_variant) &&
        get("classdb_register_extension_class4", register_class) &&
        get("classdb_register_extension_class_method", register_method) &&
        get("classdb_unregister_extension_class", unregister_class);
    if (!all) return false; // the engine prints which function it does not have
    library = self;
    destroy_string = destructor(GDEXTENSION_VARIANT_TYPE_STRING);
    string_to_variant = to_variant(GDEXTENSION_VARIANT_TYPE_STRING);
    variant_to_string = from_variant(GDEXTENSION_VARIANT_TYPE_STRING);
    extension->minimum_initialization_level = GDEXTENSION_INITIALIZATION_SCENE;
    extension->initialize = initialize;
    extension->deinitialize = deinitialize;
    return true;
}
