// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_EXAMPLES_HTTP_POOL_HPP
#define TPNS_EXAMPLES_HTTP_POOL_HPP

// Several calls at once, over reused connections, in one thread, with libcurl's multi interface.

#include "http_client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <curl/curl.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace example {

class http_pool {
public:
    http_pool(const std::string& base_url, const credentials& who, std::size_t connections)
        : multi_(curl_multi_init()) {
        if (multi_ == nullptr) throw std::bad_alloc();
        for (std::size_t i = 0; i < connections; ++i) {
            connections_.push_back(std::make_unique<connection>(base_url, who));
            free_.push_back(connections_.back().get());
        }
    }
    ~http_pool() {
        for (const auto& c : connections_)
            curl_multi_remove_handle(multi_.get(), c->client.handle());
    }
    http_pool(const http_pool&) = delete;
    http_pool& operator=(const http_pool&) = delete;

    [[nodiscard]] bool full() const { return free_.empty(); }
    [[nodiscard]] bool idle() const { return free_.size() == connections_.size(); }

    /// The body of the next call, to write before `post`. Its memory is reused.
    [[nodiscard]] std::string& body() { return free_.back()->body; }

    /// Sends `body()`, unless `full()`.
    void post(std::uint64_t id) {
        connection& c = *free_.back();
        c.id = id;
        c.client.prepare(c.body);
        curl_easy_setopt(c.client.handle(), CURLOPT_PRIVATE, &c);
        require(curl_multi_add_handle(multi_.get(), c.client.handle()));
        free_.pop_back();
    }

    /// Waits briefly until something arrives, and calls `take(id, reply)` for every finished call.
    template <class Take>
    void wait(std::chrono::milliseconds at_most, Take take) {
        require(
            curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(at_most.count()), nullptr));
        int running = 0;
        require(curl_multi_perform(multi_.get(), &running));
        int left = 0;
        while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
            CURL* const handle = message->easy_handle;
            const CURLcode result = message->data.result; // the message is short-lived
            connection* c = nullptr;
            curl_easy_getinfo(handle, CURLINFO_PRIVATE, &c);
            require(curl_multi_remove_handle(multi_.get(), handle));
            take(c->id, c->client.reply(result));
            free_.push_back(c); // not before, since a call that `take` posts would reuse the reply
        }
    }

private:
    struct connection {
        connection(const std::string& base_url, const credentials& who) : client(base_url, who) {}
        http_client client;
        std::string body;
        std::uint64_t id = 0;
    };

    struct close_multi {
        void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
    };

    static void require(CURLMcode code) {
        if (code != CURLM_OK) throw std::runtime_error(curl_multi_strerror(code));
    }

    std::unique_ptr<CURLM, close_multi> multi_;
    std::vector<std::unique_ptr<connection>> connections_;
    std::vector<connection*> free_;
};

} // namespace example

#endif
