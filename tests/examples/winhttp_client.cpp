// SPDX-License-Identifier: BSL-1.0

// winhttp_client URL: binds an account to each of two tokens, with WinHTTP and BCrypt, which
// Windows 10 and later have, and prints the outcome of each. Exits with 0 if all are accepted.
// Takes TPNS_ACCESS_ID and TPNS_SECRET_KEY from the environment, since every user of the machine
// can read a command line. BOOST is a folder that has Boost's headers, and none of another system.
//     x86_64-w64-mingw32-g++ -std=c++17 -static -Iinclude -IBOOST
//         tests/examples/winhttp_client.cpp
//         tests/support/boost_json_src.cpp -lwinhttp -lbcrypt -o winhttp_client.exe

#include <tpns.hpp>

#include <windows.h>

#include <algorithm>
#include <array>
#include <bcrypt.h>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
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
    using clock = std::chrono::steady_clock;
    const clock::time_point deadline = clock::now() + std::chrono::seconds(60);
    URL_COMPONENTS parts{};
    parts.dwStructSize = sizeof parts;
    parts.dwHostNameLength = parts.dwUrlPathLength = 1; // asks for these two
    must(WinHttpCrackUrl(url.c_str(), 0, 0, &parts));
    const std::wstring host(parts.lpszHostName, parts.dwHostNameLength);

    const handle session(must(
        WinHttpOpen(L"winhttp_client", WINHTTP_ACCESS_TYPE_AUTOMATIC_PROXY, nullptr, nullptr, 0)));
    must(WinHttpSetTimeouts(session.get(), 10000, 10000, 30000, 30000)); // milliseconds
    const handle connection(must(WinHttpConnect(session.get(), host.c_str(), parts.nPort, 0)));
    const handle request(must(
        WinHttpOpenRequest(connection.get(), L"POST", parts.lpszUrlPath, nullptr, nullptr, nullptr,
                           parts.nScheme == INTERNET_SCHEME_HTTPS ? WINHTTP_FLAG_SECURE : 0)));
    DWORD disabled = WINHTTP_DISABLE_REDIRECTS; // the signature is for this server only
    must(WinHttpSetOption(request.get(), WINHTTP_OPTION_DISABLE_FEATURE, &disabled,
                          sizeof disabled));
    must(WinHttpSendRequest(request.get(), headers.c_str(), static_cast<DWORD>(headers.size()),
                            body.data(), length(body), length(body), 0));
    must(WinHttpReceiveResponse(request.get(), nullptr));
    DWORD status = 0;
    DWORD size = sizeof status;
    must(WinHttpQueryHeaders(request.get(), WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER,
                             nullptr, &status, &size, nullptr));

    tpns::decoder<tpns::response> decoder;
    char piece[4096];
    DWORD read = 0;
    do {
        if (clock::now() > deadline) throw std::runtime_error("no whole reply in a minute");
        // Reading more than is there can wait for it, for longer than the timeouts.
        DWORD there = 0;
        must(WinHttpQueryDataAvailable(request.get(), &there));
        must(WinHttpReadData(request.get(), piece, (std::min<DWORD>)(there, sizeof piece), &read));
    } while (decoder.write({piece, read}) && read != 0);
    tpns::result<tpns::response> response = decoder.finish();
    if (!response)
        throw std::runtime_error("HTTP " + std::to_string(status) + ": " +
                                 to_string(response.error()));
    return std::move(*response);
}

} // namespace

int main(int argc, char** argv) {
    const char* const access_id = std::getenv("TPNS_ACCESS_ID");
    const char* const secret_key = std::getenv("TPNS_SECRET_KEY");
    if (argc != 2 || access_id == nullptr || secret_key == nullptr) {
        std::cerr << "needs a URL, and TPNS_ACCESS_ID and TPNS_SECRET_KEY in the environment\n";
        return 2;
    }
    try {
        const tpns::overwrite_accounts login{{
            {tpns::device_token("0123456789abcdef0123456789abcdef0123"),
             {{tpns::account_id("926@126.com"), tpns::account_type::email}}},
            {tpns::device_token("0123456789abcdef0123456789abcdef4567"),
             {{tpns::account_id("1527000000")}}},
        }};
        const std::string body = tpns::encode(login).value();
        const tpns::signature signature =
            tpns::sign(hmac, {access_id, secret_key}, std::time(nullptr), body);
        const std::string headers = "Content-Type: " + std::string(tpns::endpoint::content_type) +
                                    "\r\nAccessId: " + access_id +
                                    "\r\nTimeStamp: " + std::string(signature.timestamp()) +
                                    "\r\nSign: " + std::string(signature.str()) + "\r\n";
        const tpns::response response =
            post(wide(argv[1]) + wide(tpns::endpoint::path), wide(headers), body);
        const auto outcomes =
            tpns::outcomes(login, response).value(); // throws if the counts differ
        for (const auto& outcome : outcomes)
            std::cout << "token " << outcome.index << ": " << to_string(outcome.disposition)
                      << '\n';
        return outcomes.all_accepted() ? 0 : 1;
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
