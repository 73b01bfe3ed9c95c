// What people may add, under which names, and everything that pretends to be it.
#include "documents/file_type.h"

#include <gtest/gtest.h>

#include "documents/test_files.h"

namespace qiuhao::documents {
namespace {

std::string told(const std::string& name, const std::string& bytes, const ContentLimits& limits = {}) {
  const auto type = check_content(name, bytes, limits);
  if (!type) {
    EXPECT_FALSE(type.error().message.empty() || type.error().chinese.empty());
    return type.error().code;
  }
  return std::string(type_name(*type));
}

const std::string kGbk = "\xD2\xBD\xB1\xA3,\xBD\xF0\xB6\xEE\n\xCA\xD0\xD2\xBB\xD4\xBA,100\n";

struct Sample {
  std::string name;
  std::string bytes;
};
std::vector<Sample> samples() {
  return {
      {"a.pdf", test_pdf()},
      {"a.jpg", test_jpeg()},
      {"a.png", test_png()},
      {"a.docx", test_docx()},
      {"a.xlsx", test_xlsx()},
      {"a.txt", "医保\n"},
      {"a.csv", kGbk},
      {"a.wav", test_wav()},
      {"a.mp3", test_mp3()},
      {"a.mp4", test_mp4()},
      {"a.tif", std::string("II*\0\x08\0\0\0\0\0", 10)},
      {"a.webp", std::string("RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0", 34)},
      {"a.heic", std::string("\0\0\0\x18"
                             "ftypheic\0\0\0\0mif1heic",
                             24)},
      {"a.ofd", test_zip({{"OFD.xml", "<OFD/>"}, {"Doc_0/Document.xml", "<Document/>"}})}};
}

TEST(FileTypes, EachUnderItsOwnName) {
  const std::vector<std::string> names = {"pdf", "jpeg", "png", "docx", "xlsx", "txt",  "csv",
                                          "wav", "mp3",  "mp4", "tiff", "webp", "heic", "ofd"};
  const auto all = samples();
  ASSERT_EQ(all.size(), kFileTypes);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(told(all[i].name, all[i].bytes), names[i]);
  EXPECT_EQ(told("A.JPEG", test_jpeg()), "jpeg");
  EXPECT_EQ(told("录音.M4A", test_mp4()), "mp4");
  EXPECT_EQ(told("a.txt", "是"), "txt") << "too short for libmagic to say anything";
  EXPECT_EQ(told("a.csv", "\xEF\xBB\xBF机构,金额\n甲,1\n"), "csv");
  EXPECT_EQ(told("a.txt", "From: a@b.c\nSubject: x\n\nhello\n"), "txt") << "a copied letter";
}

// Each type under the names of all others; a csv and a txt are both texts.
TEST(FileTypes, DisguisedEachWay) {
  const auto all = samples();
  int refused = 0;
  for (const Sample& inside : all) {
    for (const Sample& outside : all) {
      const bool both_text = (&inside == &all[5] || &inside == &all[6]) && (&outside == &all[5] || &outside == &all[6]);
      if (&inside == &outside || both_text) continue;
      EXPECT_EQ(told(outside.name, inside.bytes), "disguised_type") << inside.name << " as " << outside.name;
      ++refused;
    }
  }
  EXPECT_EQ(refused, 180);
}

TEST(FileTypes, ProgramsPagesAndOtherFilesAreNone) {
  const std::string program = std::string("MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0", 16) + std::string(48, '\0');
  for (const char* name : {"a.pdf", "a.txt", "a.docx", "a.png", "a.mp3"}) {
    EXPECT_EQ(told(name, program), "disguised_type") << name;
    EXPECT_EQ(told(name, std::string("\x7F"
                                     "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3E\0",
                                     20)),
              "disguised_type");
    EXPECT_EQ(told(name, "<!DOCTYPE html><html><script>alert(1)</script></html>"), "disguised_type") << name;
    EXPECT_EQ(told(name, "#!/bin/sh\nexec id\n"), "disguised_type") << name;
    EXPECT_EQ(told(name, "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "disguised_type");
    EXPECT_EQ(told(name, test_zip({{"a.txt", "x"}})), "disguised_type") << name;
    EXPECT_EQ(told(name, std::string("Rar!\x1A\x07\x00", 7) + std::string(40, 'x')), "disguised_type") << name;
  }
  for (const char* name : {"a.exe", "a", "pdf", "a.pdf.exe", "a.html", "a.svg", "a.zip", "a.docm", ".", "", "a.pdf ."})
    EXPECT_EQ(told(name, test_pdf()), "unknown_type") << name;
  // The name is read as it will be shown: this one would look like "报告exe.pdf".
  EXPECT_EQ(told("报告\u202Efdp.exe", test_pdf()), "unknown_type");
}

TEST(FileTypes, TextsHoldCharactersAlone) {
  EXPECT_EQ(told("a.txt", std::string("a\0b", 3)), "disguised_type");
  EXPECT_EQ(told("a.txt", "a\x1B[31mred"), "disguised_type");
  EXPECT_EQ(told("a.csv", "\xFF\xFE\x3A\x67"), "disguised_type") << "UTF-16";
  EXPECT_EQ(told("a.txt", "good \xD2\xBD\xB1 bad"), "disguised_type") << "half a character of GBK";
}

TEST(FileTypes, WhatIsNotWholeOrHasMoreBehind) {
  const std::string png = test_png();
  const std::string jpeg = test_jpeg();
  EXPECT_EQ(told("a.png", png.substr(0, png.size() - 1)), "broken_file");
  EXPECT_EQ(told("a.png", png + test_zip({{"a", "b"}})), "broken_file") << "a packed file behind it";
  EXPECT_EQ(told("a.png", png.substr(0, 33) + png_chunk("IHDR", std::string(13, 'x')) + png.substr(33)), "broken_file");
  EXPECT_EQ(told("a.jpg", jpeg.substr(0, jpeg.size() - 2)), "broken_file");
  EXPECT_EQ(told("a.jpg", jpeg + "what a camera writes"), "jpeg");
  EXPECT_EQ(told("a.pdf", test_pdf().substr(0, 300)), "broken_file");
  EXPECT_EQ(told("a.pdf", "\n" + test_pdf()), "broken_file") << "bytes before it";
  EXPECT_EQ(told("a.wav", test_wav().substr(0, 40)), "broken_file");
  const std::string docx = test_docx();
  EXPECT_EQ(told("a.docx", docx.substr(0, docx.size() - 30)), "broken_file");
  std::string changed = docx;
  changed[52] = static_cast<char>(changed[52] ^ 0x11);  // of the first entry, behind its name
  EXPECT_EQ(told("a.docx", changed), "broken_file");
}

TEST(FileTypes, PixelsAreCountedFromTheHeader) {
  EXPECT_EQ(told("a.png", test_png(60'000, 60'000)), "too_many_pixels");
  EXPECT_EQ(told("a.jpg", test_jpeg(65'000, 65'000)), "too_many_pixels");
  EXPECT_EQ(told("a.png", test_png(0xFFFFFFFF, 0xFFFFFFFF)), "too_many_pixels") << "no overflow";
  EXPECT_EQ(told("a.png", test_png(10, 10), {.pixels_most = 100}), "png");
  EXPECT_EQ(told("a.png", test_png(10, 11), {.pixels_most = 100}), "too_many_pixels");
  EXPECT_EQ(told("a.png", test_png(0, 10)), "broken_file");
}

TEST(PackedFiles, TrapsAreSeenBeforeTheyAreUnpacked) {
  const std::string zeros(3 << 20, '\0');
  EXPECT_EQ(told("a.docx", test_docx({{"word/media/image1.png", zeros}})), "packed_too_large") << "3 MiB from 3 KiB";
  EXPECT_EQ(told("a.docx", test_docx({{"word/media/image1.png", zeros, 0, false, 10}})), "packed_too_large")
      << "a size that is a lie is not believed";
  EXPECT_EQ(told("a.docx", test_docx({{"a.bin", std::string(900'000, '\0')}}), {.unpacked_bytes_most = 800'000}),
            "packed_too_large");
  std::vector<PackedEntry> many;
  for (int i = 0; i < 5'001; ++i) many.push_back({"word/" + std::to_string(i), ""});
  EXPECT_EQ(told("a.docx", test_docx(many)), "packed_too_many");
  many.resize(4'900);
  EXPECT_EQ(told("a.docx", test_docx(many)), "docx");
}

TEST(PackedFiles, NothingPackedWithin) {
  const std::string inner = test_zip({{"a", "b"}});
  EXPECT_EQ(told("a.docx", test_docx({{"word/embeddings/a.zip", "x"}})), "packed_within_packed");
  EXPECT_EQ(told("a.docx", test_docx({{"word/embeddings/A.XLSX", inner}})), "packed_within_packed");
  EXPECT_EQ(told("a.docx", test_docx({{"word/embeddings/ole.bin", inner}})), "packed_within_packed") << "by its bytes";
  EXPECT_EQ(told("a.docx", test_docx({{"word/media/a.png",
                                       "\x1F\x8B"
                                       "rest"}})),
            "packed_within_packed");
  EXPECT_EQ(told("a.docx", test_docx({{"word/vbaProject.bin", "x"}})), "has_macros");
  EXPECT_EQ(told("a.docx", test_docx({{"word/secret.xml", "x", 0, true}})), "packed_secret");
}

TEST(PackedFiles, NamesStayInside) {
  for (const char* name : {"../evil", "word/../../evil", "/etc/passwd", "C:/evil", "word\\..\\evil", "..", "word/.."})
    EXPECT_EQ(told("a.docx", test_docx({{name, "x"}})), "packed_path") << name;
  EXPECT_EQ(told("a.docx", test_docx({{"word/link", "/etc/passwd", 0120777}})), "packed_path") << "a symbolic link";
  EXPECT_EQ(told("a.docx", test_docx({{"word/..a/b..xml", "x"}})), "docx");
  EXPECT_EQ(told("a.docx", test_docx({{"WORD/document.xml", "x"}})), "broken_file") << "one name twice";
}

TEST(ShownNames, CleanedForTheEye) {
  EXPECT_EQ(shown_name("病历 2026.pdf"), "病历 2026.pdf");
  EXPECT_EQ(shown_name("C:\\Users\\zhang\\病历.pdf"), "病历.pdf");
  EXPECT_EQ(shown_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(shown_name("a\u202Efdp.exe"), "afdp.exe");
  EXPECT_EQ(shown_name(std::string("a\0\n\x1B[1mb.txt", 12)), "a[1mb.txt");
  EXPECT_EQ(shown_name("\u200B\uFEFF\u2066.pdf"), "未命名.pdf");
  EXPECT_EQ(shown_name("  a.txt  "), "a.txt");
  EXPECT_EQ(shown_name(""), "未命名");
  EXPECT_EQ(shown_name("/"), "未命名");
  EXPECT_EQ(shown_name("a\xFF.txt"), "a\uFFFD.txt");
  std::string longest;
  for (int i = 0; i < 200; ++i) longest += "长";
  const std::string shown = shown_name(longest + ".docx");
  EXPECT_TRUE(shown.ends_with("长.docx")) << shown;
  EXPECT_LE(shown.size(), kShownNameBytesMost);
  EXPECT_GT(shown.size(), kShownNameBytesMost - 3);
}

}  // namespace
}  // namespace qiuhao::documents
