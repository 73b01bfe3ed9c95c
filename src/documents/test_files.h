// For tests: small files of each type, whole and broken in given ways.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace qiuhao::documents {

inline std::string big_endian_bytes(std::uint32_t value, int count = 4) {
  std::string bytes;
  for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}
inline std::string little_endian_bytes(std::uint32_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}
inline std::uint32_t checksum_of_chunk(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      ::crc32(0, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())));
}

inline std::string png_chunk(const std::string& name, const std::string& content) {
  return big_endian_bytes(static_cast<std::uint32_t>(content.size())) + name + content +
         big_endian_bytes(checksum_of_chunk(name + content));
}
// A grey picture; with a size that is only said, its pixels are missing.
inline std::string test_png(std::uint32_t width = 2, std::uint32_t height = 2) {
  const std::string header =
      big_endian_bytes(width) + big_endian_bytes(height) + std::string("\x08\x00\x00\x00\x00", 5);
  std::string pixels;
  for (std::uint32_t row = 0; row < std::min(height, 100U); ++row)
    pixels += std::string(1, '\0') + std::string(std::min(width, 100U), '\x40');
  std::string packed(compressBound(pixels.size()), '\0');
  uLongf size = packed.size();
  CHECK(::compress(reinterpret_cast<unsigned char*>(packed.data()), &size,
                   reinterpret_cast<const unsigned char*>(pixels.data()), pixels.size()) == Z_OK);
  packed.resize(size);
  return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", header) + png_chunk("IDAT", packed) + png_chunk("IEND", "");
}

inline std::string test_jpeg(std::uint32_t width = 2, std::uint32_t height = 2) {
  const auto segment = [](char marker, const std::string& content) {
    return std::string("\xFF") + marker + big_endian_bytes(static_cast<std::uint32_t>(content.size() + 2), 2) + content;
  };
  return "\xFF\xD8" + segment('\xE0', std::string("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", 14)) +
         segment('\xC0', "\x08" + big_endian_bytes(height, 2) + big_endian_bytes(width, 2) +
                             std::string("\x01\x01\x11\x00", 4)) +
         segment('\xDA', std::string("\x01\x01\x00\x00\x3F\x00", 6)) + std::string("\x12\x34\xFF\xD9", 4);
}

// One page with a text, and its table of objects.
inline std::string test_pdf(const std::string& text = "Hello") {
  const std::string drawing = "BT /F1 24 Tf 72 720 Td (" + text + ") Tj ET";
  const std::vector<std::string> objects = {
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
      "<</Length " + std::to_string(drawing.size()) + ">>stream\n" + drawing + "\nendstream",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
  std::string pdf = "%PDF-1.4\n";
  std::string table = "xref\n0 6\n0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string place = std::to_string(pdf.size());
    table += std::string(10 - place.size(), '0') + place + " 00000 n \n";
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string begin = std::to_string(pdf.size());
  return pdf + table + "trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + begin + "\n%%EOF\n";
}

inline std::string test_wav() {
  const std::string samples(64, '\x01');
  const auto size = static_cast<std::uint32_t>(samples.size());
  return "RIFF" + little_endian_bytes(36 + size, 4) + "WAVEfmt " + little_endian_bytes(16, 4) +
         little_endian_bytes(1, 2) + little_endian_bytes(1, 2) + little_endian_bytes(8'000, 4) +
         little_endian_bytes(8'000, 4) + little_endian_bytes(1, 2) + little_endian_bytes(8, 2) + "data" +
         little_endian_bytes(size, 4) + samples;
}
inline std::string test_mp3() {
  return std::string("ID3\x03\0\0\0\0\0\0", 10) + std::string("\xFF\xFB\x90\x00", 4) + std::string(413, '\0');
}
inline std::string test_mp4() {
  return big_endian_bytes(24) + "ftypisom" + big_endian_bytes(512) + "isommp42" + big_endian_bytes(8) + "free";
}

// A packed file, entry by entry, as a forger writes it: nothing is checked.
struct PackedEntry {
  std::string name;
  std::string content;
  std::uint32_t mode = 0;  // of Unix; a symbolic link is 0120777
  bool is_secret = false;  // the flag that says so
  std::uint32_t says = 0;  // an unpacked size that is a lie; 0: the truth
};
inline std::string deflated(std::string_view content) {
  z_stream stream{};
  CHECK(::deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(::deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<unsigned>(content.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned>(packed.size());
  CHECK(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}
inline std::string test_zip(const std::vector<PackedEntry>& entries) {
  std::string zip;
  std::string central;
  for (const PackedEntry& entry : entries) {
    const std::string packed = deflated(entry.content);
    const std::uint32_t size = entry.says != 0 ? entry.says : static_cast<std::uint32_t>(entry.content.size());
    const std::string shared =
        little_endian_bytes(20, 2) + little_endian_bytes(entry.is_secret ? 1 : 0, 2) + little_endian_bytes(8, 2) +
        little_endian_bytes(0, 4) + little_endian_bytes(checksum_of_chunk(entry.content), 4) +
        little_endian_bytes(static_cast<std::uint32_t>(packed.size()), 4) + little_endian_bytes(size, 4) +
        little_endian_bytes(static_cast<std::uint32_t>(entry.name.size()), 2) + little_endian_bytes(0, 2);
    const auto place = static_cast<std::uint32_t>(zip.size());
    zip += "PK\x03\x04" + shared + entry.name + packed;
    central += "PK\x01\x02" + little_endian_bytes(entry.mode == 0 ? 20 : 0x0314, 2) + shared +
               little_endian_bytes(0, 2) + little_endian_bytes(0, 4) + little_endian_bytes(entry.mode << 16, 4) +
               little_endian_bytes(place, 4) + entry.name;
  }
  const auto count = static_cast<std::uint32_t>(entries.size());
  const auto begin = static_cast<std::uint32_t>(zip.size());
  return zip + central + "PK\x05\x06" + little_endian_bytes(0, 4) + little_endian_bytes(count, 2) +
         little_endian_bytes(count, 2) + little_endian_bytes(static_cast<std::uint32_t>(central.size()), 4) +
         little_endian_bytes(begin, 4) + little_endian_bytes(0, 2);
}
inline std::string test_docx(const std::vector<PackedEntry>& more = {}) {
  std::vector<PackedEntry> entries = {
      {"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", "<Relationships/>"}, {"word/document.xml", "<w:document/>"}};
  entries.insert(entries.end(), more.begin(), more.end());
  return test_zip(entries);
}
inline std::string test_xlsx() {
  return test_zip(
      {{"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", "<Relationships/>"}, {"xl/workbook.xml", "<workbook/>"}});
}

}  // namespace qiuhao::documents
