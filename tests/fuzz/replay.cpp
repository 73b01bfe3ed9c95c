// Runs a fuzz target without a fuzzer: over the files named (folders too), and over copies of them with bytes changed,
// always in the same way. `replay [--changes N] PATH…`
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string changed(std::string input, const std::vector<std::string>& others, std::mt19937_64& random) {
  const auto at = [&](std::size_t size) { return static_cast<std::size_t>(random() % (size + 1)); };
  for (std::uint64_t change = random() % 4; change != UINT64_MAX; --change) {
    const std::string& other = others[random() % others.size()];
    const std::size_t from = at(other.size()), to = at(input.size());
    switch (random() % 4) {
      case 0: input.erase(to, random() % 8); break;
      case 1: input.insert(to, other.substr(from, random() % 24)); break;
      case 2: input.insert(to, 1, static_cast<char>(random())); break;
      default:
        if (to < input.size()) input[to] = static_cast<char>(input[to] ^ (1 << (random() % 8)));
    }
  }
  return input;
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t changes = 0;
  std::vector<std::string> inputs;
  for (int i = 1; i < count; ++i) {
    if (std::string_view(arguments[i]) == "--changes" && i + 1 < count) {
      changes = std::strtoull(arguments[++i], nullptr, 10);
      continue;
    }
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(arguments[i])) {
      for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) files.push_back(entry.path());
    } else {
      files.emplace_back(arguments[i]);
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
      std::ifstream stream(file, std::ios::binary);
      inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
  }
  if (inputs.empty()) {
    std::fprintf(stderr, "replay: no input; name files or folders\n");  // tidy:allow a program of one file
    return 2;
  }
  for (const std::string& input : inputs) run(input);
  std::mt19937_64 random(20'261'123);
  for (std::size_t change = 0; change < changes; ++change)
    run(changed(inputs[random() % inputs.size()], inputs, random));
  std::printf("%zu inputs and %zu changes of them ran\n", inputs.size(), changes);  // tidy:allow a program of one file
  return 0;
}
