// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/withdraw.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "crypto/jws.hpp"

namespace volition::requests {

Result<Withdrawal> withdraw(const Kept& kept, std::int64_t now) {
  const auto key = crypto::SigningKey::from_seed(kept.seed.view());
  if (!key) return key.error();
  boost::json::object payload;
  payload["typ"] = "withdrawal";
  payload["request"] = to_base64url(kept.receipt());
  payload["aud"] = kept.origin;
  payload["iat"] = now;
  payload["exp"] = now + kWithdrawalSeconds;
  const std::string jws =
      crypto::sign_jws(crypto::header_with_key(kWithdrawalTyp, key->verifying_key()),
                       as_bytes(boost::json::serialize(payload)), *key);
  return Withdrawal{kept.mailbox, "Customer-Request " + jws};
}

bool is_withdrawn(int status) { return status == 204 || status == 404 || status == 410; }

}  // namespace volition::requests
