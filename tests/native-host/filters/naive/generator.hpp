// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Filters and requests that hit each other often: drawn from few hosts, few path parts and few
// separators, and half of the patterns cut out of the requests' own addresses and then bent.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "filters/request.hpp"

namespace volition::naive {

/// A request that holds its own texts.
struct OwnedRequest {
  std::string url;
  filters::RequestType type = filters::RequestType::kOther;
  std::string frame;
  std::string method;

  filters::Request view() const { return {url, type, frame, method}; }
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::vector<OwnedRequest> requests(std::size_t count);
  /// The lines of a list, made to meet `requests`.
  std::vector<std::string> filters(std::size_t count, const std::vector<OwnedRequest>& requests);

 private:
  /// 0 … below - 1.
  std::size_t draw(std::size_t below) { return static_cast<std::size_t>(random_() % below); }
  bool chance(unsigned percent) { return random_() % 100 < percent; }
  std::string one_of(const std::vector<std::string>& of) { return of[draw(of.size())]; }

  std::string host();
  std::string address();
  std::string rest_of_address();
  std::string with_odd_byte(std::string address);
  OwnedRequest request();

  std::string filter(const std::vector<OwnedRequest>& requests);
  std::string pattern(const std::vector<OwnedRequest>& requests);
  std::string cut_from(const std::string& address);
  std::string bent(std::string text);
  std::string regex(const std::string& address);
  std::string options(bool exception);
  std::string domains(bool negatives);
  std::string type_options(bool exception);
  std::string badfilter_of(const std::string& line);

  std::mt19937_64 random_;
};

}  // namespace volition::naive
