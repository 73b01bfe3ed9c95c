// The codes of a knowledge point in one block of memory: a library of a million points has many millions of them.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace qiuhao::knowledge {

class ItemList {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::string_view*;
    using reference = std::string_view;

    Iterator() = default;
    explicit Iterator(const char* at) : at_(at) {}
    std::string_view operator*() const { return {at_ + sizeof(Length), length()}; }
    Iterator& operator++() {
      at_ += sizeof(Length) + length();
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    std::size_t length() const {
      Length length;
      std::memcpy(&length, at_, sizeof length);
      return length;
    }
    const char* at_ = nullptr;
  };

  ItemList() = default;
  ItemList(std::initializer_list<std::string_view> codes) { append(codes); }
  ItemList(const std::vector<std::string>& codes) { append(codes); }

  void push_back(std::string_view code) {
    const auto length = static_cast<Length>(code.size());
    bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes_ += code;
    ++size_;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Iterator begin() const { return Iterator(bytes_.data()); }
  Iterator end() const { return Iterator(bytes_.data() + bytes_.size()); }
  // Walks to it: for the first few. The view lives as long as the list.
  std::string_view operator[](std::size_t place) const { return *std::next(begin(), static_cast<int>(place)); }

  bool operator==(const ItemList&) const = default;

 private:
  using Length = std::uint32_t;

  template <typename Codes>
  void append(const Codes& codes) {
    std::size_t bytes = 0;
    for (const std::string_view code : codes) bytes += sizeof(Length) + code.size();
    bytes_.reserve(bytes);
    for (const std::string_view code : codes) push_back(code);
  }

  std::string bytes_;  // of each code its length and its letters
  std::uint32_t size_ = 0;
};

}  // namespace qiuhao::knowledge
