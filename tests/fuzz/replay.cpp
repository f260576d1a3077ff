// SPDX-License-Identifier: GPL-3.0-or-later

// Plays a fuzz target without libFuzzer: each file of the folders that are named, then variants of
// them (a byte changed, a piece cut out, doubled or taken from another file), always the same ones.
// A finding ends the program, as it does under libFuzzer.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// How many variants of each file are played.
constexpr int kVariants = 200;

void play(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string variant(const std::string& input, const std::vector<std::string>& all,
                    std::mt19937& random) {
  std::string out = input;
  const auto below = [&](std::size_t end) { return end == 0 ? 0 : random() % end; };
  for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
    const std::size_t at = below(out.size());
    const std::size_t size = std::min<std::size_t>(below(17), out.size() - at);
    switch (random() % 4) {
      case 0:
        if (!out.empty()) out[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        out.erase(at, size);
        break;
      case 2:
        out.insert(at, out.substr(at, size));
        break;
      default: {
        const std::string& other = all[below(all.size())];
        const std::size_t from = below(other.size());
        out.insert(at, other.substr(from, size));
      }
    }
  }
  return out;
}

}  // namespace

int main(int count, char** names) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < count; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(names[i]))
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    std::cerr << "no corpus\n";
    return EXIT_FAILURE;
  }
  std::vector<std::string> inputs;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  std::mt19937 random(1);
  play({});
  for (const std::string& input : inputs) {
    play(input);
    for (int i = 0; i < kVariants; ++i) play(variant(input, inputs, random));
  }
  std::cout << inputs.size() << " inputs and " << inputs.size() * kVariants << " variants\n";
  return EXIT_SUCCESS;
}
