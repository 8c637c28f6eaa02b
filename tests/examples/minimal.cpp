// SPDX-License-Identifier: BSL-1.0

// minimal URL: binds an account to a token, with libcurl and OpenSSL. Set TPNS_ACCESS_ID and
// TPNS_SECRET_KEY in the environment. The exit status is 0 if the binding was accepted.
//     g++ -std=c++17 -Iinclude tests/examples/minimal.cpp -lboost_json -lcurl -lcrypto

#include <tpns.hpp>

#include <cstdlib>
#include <ctime>
#include <curl/curl.h>
#include <iostream>
#include <openssl/hmac.h>
#include <stdexcept>
#include <string>

static tpns::hmac_bytes hmac(std::string_view key, const std::array<std::string_view, 3>& pieces) {
    std::string text;
    for (const std::string_view piece : pieces) text += piece;
    tpns::hmac_bytes mac{};
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(),
             nullptr) == nullptr)
        throw std::runtime_error("OpenSSL has no HMAC-SHA256");
    return mac;
}

static std::size_t take(char* piece, std::size_t, std::size_t size, void* decoder) noexcept {
    return static_cast<tpns::decoder<tpns::response>*>(decoder)->write({piece, size}) ? size : 0;
}

int main(int argc, char** argv) try {
    const char* const access_id = std::getenv("TPNS_ACCESS_ID");
    const char* const secret_key = std::getenv("TPNS_SECRET_KEY");
    if (argc != 2 || access_id == nullptr || secret_key == nullptr)
        throw std::runtime_error("usage: TPNS_ACCESS_ID=ID TPNS_SECRET_KEY=KEY minimal URL");

    const tpns::overwrite_accounts login{
        {{tpns::device_token("0123456789abcdef0123456789abcdef0123"),
          {{tpns::account_id("926@126.com"), tpns::account_type::email}}}}};
    const std::string body = tpns::encode(login).value();
    const auto signature = tpns::sign(hmac, {access_id, secret_key}, std::time(nullptr), body);

    curl_slist* headers = nullptr;
    for (const std::string& line :
         {"Content-Type: " + std::string(tpns::endpoint::content_type),
          std::string("AccessId: ") + access_id, "TimeStamp: " + std::string(signature.timestamp()),
          "Sign: " + std::string(signature.str())})
        headers = curl_slist_append(headers, line.c_str());
    CURL* const curl = curl_easy_init();
    tpns::decoder<tpns::response> decoder;
    curl_easy_setopt(curl, CURLOPT_URL, (argv[1] + std::string(tpns::endpoint::path)).c_str());
    curl_easy_setopt(curl, CURLOPT_DEFAULT_PROTOCOL, "https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str()); // exactly the signed bytes
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);             // seconds
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &decoder);
    const CURLcode sent = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    if (sent != CURLE_OK) return std::cerr << curl_easy_strerror(sent) << '\n', 1;

    const tpns::result<tpns::response> response = decoder.finish();
    if (!response) return std::cerr << "HTTP " << status << ": " << response.error() << '\n', 1;
    const auto outcomes = tpns::outcomes(login, *response);
    if (!outcomes) return std::cerr << outcomes.error() << '\n', 1;
    for (const auto& outcome : *outcomes) std::cout << to_string(outcome.disposition) << '\n';
    return outcomes->all_accepted() ? 0 : 1;
} catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 2;
}
