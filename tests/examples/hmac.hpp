// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_EXAMPLES_HMAC_HPP
#define TPNS_EXAMPLES_HMAC_HPP

// The HMAC-SHA256 that `tpns::sign` needs, with OpenSSL 3.

#include <tpns/sign.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdexcept>
#include <string_view>

namespace example {

/// The id of an app, and its secret key. These two are from the documentation's examples, and
/// belong to nobody.
inline constexpr std::string_view sample_access_id = "1500001048";
inline constexpr std::string_view sample_secret_key = "1452fcebae9f3115ba794fb0fff2fd73";

/// Reuse one object: looking up the algorithm takes longer than hashing a body.
class hmac_sha256 {
public:
    hmac_sha256() : context_(new_context()) {}

    tpns::hmac_bytes operator()(std::string_view key,
                                const std::array<std::string_view, 3>& pieces) {
        require(EVP_MAC_init(context_.get(), bytes(key), key.size(), nullptr));
        for (const std::string_view piece : pieces)
            require(EVP_MAC_update(context_.get(), bytes(piece), piece.size()));
        tpns::hmac_bytes digest{};
        std::size_t size = 0;
        require(EVP_MAC_final(context_.get(), digest.data(), &size, digest.size()));
        return digest;
    }

private:
    struct free_mac {
        void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }
        void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
    };
    using context_pointer = std::unique_ptr<EVP_MAC_CTX, free_mac>;

    static context_pointer new_context() {
        const std::unique_ptr<EVP_MAC, free_mac> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
        require(mac != nullptr);
        context_pointer context(EVP_MAC_CTX_new(mac.get()));
        require(context != nullptr);
        char digest[] = "SHA256";
        const OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_end(),
        };
        require(EVP_MAC_CTX_set_params(context.get(), parameters));
        return context;
    }

    static const unsigned char* bytes(std::string_view text) noexcept {
        return reinterpret_cast<const unsigned char*>(text.data());
    }

    static void require(bool done) {
        if (!done) throw std::runtime_error("OpenSSL has no HMAC-SHA256");
    }

    context_pointer context_;
};

} // namespace example

#endif
