// SPDX-License-Identifier: BSL-1.0

// winhttp_client URL ACCESS_ID SECRET_KEY: binds an account to each of two tokens, with WinHTTP and
// BCrypt, which Windows 10 and later have, and prints the outcome of each.
//     x86_64-w64-mingw32-g++ -std=c++17 -static -Iinclude -IBOOST
//         tests/examples/winhttp_client.cpp
//         tests/support/boost_json_src.cpp -lwinhttp -lbcrypt -o winhttp_client.exe

#include <tpns.hpp>

#include <windows.h>

#include <array>
#include <bcrypt.h>
#include <ctime>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <winhttp.h>

namespace {

PUCHAR bytes(std::string& text) { return reinterpret_cast<PUCHAR>(text.data()); }
ULONG length(const std::string& text) { return static_cast<ULONG>(text.size()); }
std::wstring wide(std::string_view ascii) { return {ascii.begin(), ascii.end()}; }

tpns::hmac_bytes hmac(std::string_view key, const std::array<std::string_view, 3>& pieces) {
    std::string secret(key);
    std::string text;
    for (const std::string_view piece : pieces) text += piece;
    tpns::hmac_bytes mac{};
    BCRYPT_ALG_HANDLE sha256 = nullptr;
    if (BCryptOpenAlgorithmProvider(&sha256, BCRYPT_SHA256_ALGORITHM, nullptr,
                                    BCRYPT_ALG_HANDLE_HMAC_FLAG) != 0)
        throw std::runtime_error("BCrypt has no HMAC-SHA256");
    const NTSTATUS failed = BCryptHash(sha256, bytes(secret), length(secret), bytes(text),
                                       length(text), mac.data(), static_cast<ULONG>(mac.size()));
    BCryptCloseAlgorithmProvider(sha256, 0);
    if (failed != 0) throw std::runtime_error("BCrypt cannot sign");
    return mac;
}

struct closer {
    void operator()(HINTERNET h) const { WinHttpCloseHandle(h); }
};
using handle = std::unique_ptr<void, closer>;

/// The result of a WinHTTP function, unless it failed.
template <class T>
T must(T done) {
    if (!done) throw std::runtime_error("WinHTTP: error " + std::to_string(GetLastError()));
    return done;
}

tpns::response post(const std::wstring& url, const std::wstring& headers, std::string body) {
    URL_COMPONENTS parts{};
    parts.dwStructSize = sizeof parts;
    parts.dwHostNameLength = parts.dwUrlPathLength = 1; // asks for these two
    must(WinHttpCrackUrl(url.c_str(), 0, 0, &parts));
    const std::wstring host(parts.lpszHostName, parts.dwHostNameLength);

    const handle session(must(
        WinHttpOpen(L"winhttp_client", WINHTTP_ACCESS_TYPE_AUTOMATIC_PROXY, nullptr, nullptr, 0)));
    const handle connection(must(WinHttpConnect(session.get(), host.c_str(), parts.nPort, 0)));
    const handle request(must(
        WinHttpOpenRequest(connection.get(), L"POST", parts.lpszUrlPath, nullptr, nullptr, nullptr,
                           parts.nScheme == INTERNET_SCHEME_HTTPS ? WINHTTP_FLAG_SECURE : 0)));
    must(WinHttpSendRequest(request.get(), headers.c_str(), static_cast<DWORD>(headers.size()),
                            body.data(), length(body), length(body), 0));
    must(WinHttpReceiveResponse(request.get(), nullptr));

    tpns::decoder<tpns::response> decoder;
    char piece[4096];
    DWORD read = 0;
    do {
        must(WinHttpReadData(request.get(), piece, sizeof piece, &read));
    } while (decoder.write({piece, read}) && read != 0);
    return decoder.finish().value(); // throws on an error
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    try {
        const tpns::overwrite_accounts login{{
            {tpns::device_token("0123456789abcdef0123456789abcdef0123"),
             {{tpns::account_id("926@126.com"), tpns::account_type::email}}},
            {tpns::device_token("0123456789abcdef0123456789abcdef4567"),
             {{tpns::account_id("1527000000")}}},
        }};
        const std::string body = tpns::encode(login).value();
        const tpns::signature signature =
            tpns::sign(hmac, {argv[2], argv[3]}, std::time(nullptr), body);
        const std::string headers = "Content-Type: " + std::string(tpns::endpoint::content_type) +
                                    "\r\nAccessId: " + argv[2] +
                                    "\r\nTimeStamp: " + std::string(signature.timestamp()) +
                                    "\r\nSign: " + std::string(signature.str()) + "\r\n";
        const tpns::response response =
            post(wide(argv[1]) + wide(tpns::endpoint::path), wide(headers), body);
        for (const auto& outcome : tpns::outcomes(login, response).value())
            std::cout << "token " << outcome.index << ": " << to_string(outcome.disposition)
                      << '\n';
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
