// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_EXAMPLES_HTTP_CLIENT_HPP
#define TPNS_EXAMPLES_HTTP_CLIENT_HPP

// Calls the endpoint with libcurl: signs a body, sends it, and collects the reply. The caller and
// <tpns/job.hpp> decide what the reply means, and whether to send again.

#include "hmac.hpp"

#include <tpns/decoder.hpp>
#include <tpns/endpoint.hpp>
#include <tpns/sign.hpp>

#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <curl/curl.h>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace example {

/// libcurl's one-time initialisation. Create one in `main`, before any client or thread.
class curl_library {
public:
    curl_library() {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
            throw std::runtime_error("libcurl does not start");
    }
    ~curl_library() { curl_global_cleanup(); }
    curl_library(const curl_library&) = delete;
    curl_library& operator=(const curl_library&) = delete;
};

/// The credentials, from the environment, since every user of the machine can read a command line.
struct credentials {
    std::string access_id = from_environment("TPNS_ACCESS_ID");
    std::string secret_key = from_environment("TPNS_SECRET_KEY");

private:
    static std::string from_environment(const char* name) {
        const char* const value = std::getenv(name);
        if (value == nullptr) throw std::runtime_error(std::string("set ") + name);
        return value;
    }
};

/// The reply.
struct http_reply {
    std::string transport_error; ///< empty if there was a reply, whatever it says
    long status = 0;             ///< the HTTP status, such as 200
    std::string_view body;       ///< valid until the next call
};

/// One connection, reused between calls. For several at a time, see http_pool.hpp.
///
/// If a reused connection turns out to be closed, libcurl silently sends the call again on a new
/// one, as browsers do. A call can therefore arrive twice. This is harmless here, since all five
/// operations are idempotent.
class http_client {
public:
    /// `base_url` is the access point, without a path: "https://api.tpns.tencent.com".
    http_client(std::string base_url, credentials who)
        : base_url_(std::move(base_url)), who_(std::move(who)), curl_(curl_easy_init()) {
        if (curl_ == nullptr) throw std::bad_alloc();
    }

    http_client(const http_client&) = delete;
    http_client& operator=(const http_client&) = delete;

    /// Sends the body of a request. The signature covers exactly the bytes sent, so encode once,
    /// and send only that string.
    [[nodiscard]] http_reply post(const std::string& body) {
        prepare(body);
        return reply(curl_easy_perform(curl_.get()));
    }

    // The steps of `post`, for callers that perform the transfer: `body` must not change during it.

    void prepare(const std::string& body) {
        const tpns::signature signature =
            tpns::sign(hmac_, {who_.access_id, who_.secret_key}, std::time(nullptr), body);
        headers_ = {};
        headers_.add("Content-Type", tpns::endpoint::content_type);
        headers_.add("AccessId", who_.access_id);
        headers_.add("TimeStamp", signature.timestamp());
        headers_.add("Sign", signature.str());

        decoder_.reset();
        begin(tpns::endpoint::path, decoder_);
        set(CURLOPT_HTTPHEADER, headers_.get());
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        set(CURLOPT_POSTFIELDS, body.data()); // not copied
    }
    [[nodiscard]] http_reply reply(CURLcode code) const { return reply(code, decoder_.body()); }
    [[nodiscard]] CURL* handle() const noexcept { return curl_.get(); }

    /// Fetches another page of the same server, such as the `/state` of the test double.
    [[nodiscard]] http_reply get(std::string_view path) {
        page_.text.clear();
        begin(path, page_);
        const CURLcode code = curl_easy_perform(curl_.get());
        return reply(code, page_.text);
    }

private:
    class header_list {
    public:
        void add(std::string_view name, std::string_view value) {
            const std::string line = std::string(name) + ": " + std::string(value);
            curl_slist* const longer = curl_slist_append(list_.get(), line.c_str());
            if (longer == nullptr) throw std::bad_alloc();
            // The list now starts at `longer`, whether or not that is new.
            static_cast<void>(list_.release());
            list_.reset(longer);
        }
        [[nodiscard]] curl_slist* get() const noexcept { return list_.get(); }

    private:
        struct free_list {
            void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
        };
        std::unique_ptr<curl_slist, free_list> list_;
    };

    struct text_page {
        std::string text;
        [[nodiscard]] bool write(std::string_view piece) {
            constexpr std::size_t most = 256 * 1024 * 1024;
            if (piece.size() > most - text.size()) return false;
            text += piece;
            return true;
        }
    };

    struct close_curl {
        void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
    };

    /// libcurl passes the reply in pieces of any size. A decoder refuses one that exceeds
    /// `limits::max_body_bytes`; accepting less than a whole piece ends the transfer. An exception
    /// must not pass through C.
    template <class Sink>
    static std::size_t take(char* piece, std::size_t, std::size_t size, void* sink) noexcept {
        return static_cast<Sink*>(sink)->write({piece, size}) ? size : 0;
    }

    /// Resets the options of the previous call, but keeps its connection.
    template <class Sink>
    void begin(std::string_view path, Sink& sink) {
        curl_easy_reset(curl_.get());
        set(CURLOPT_URL, (base_url_ + std::string(path)).c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_DEFAULT_PROTOCOL, "https"); // not the guess, which is http
        set(CURLOPT_CONNECTTIMEOUT, 10L);       // seconds
        set(CURLOPT_TIMEOUT, 60L);
        set(CURLOPT_WRITEFUNCTION, &take<Sink>);
        set(CURLOPT_WRITEDATA, &sink);
    }

    template <class Value>
    void set(CURLoption option, Value value) {
        if (const CURLcode code = curl_easy_setopt(curl_.get(), option, value); code != CURLE_OK)
            throw std::runtime_error(curl_easy_strerror(code));
    }

    [[nodiscard]] http_reply reply(CURLcode code, std::string_view collected) const {
        http_reply r;
        if (code != CURLE_OK) r.transport_error = curl_easy_strerror(code);
        curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &r.status);
        r.body = collected;
        return r;
    }

    std::string base_url_;
    credentials who_;
    hmac_sha256 hmac_;
    header_list headers_;
    tpns::decoder<tpns::response> decoder_;
    text_page page_;
    std::unique_ptr<CURL, close_curl> curl_;
};

} // namespace example

#endif
