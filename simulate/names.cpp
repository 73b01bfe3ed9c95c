// Personal names of the simulated city: common family names by their weight, given names of one or two characters.
#include <string>

#include "simulate/providers.h"

namespace qiuhao::simulate {
namespace {

constexpr std::string_view kFamilyNames[] = {
    "王", "王", "王", "李", "李", "李", "张", "张", "张", "刘", "刘", "陈", "陈", "杨", "杨", "赵", "黄", "周",  "吴",
    "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于",  "董",
    "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏",  "薛",
    "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "范", "方", "石", "姚", "谭", "欧阳"};
constexpr std::string_view kMaleCharacters[] = {"伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "刚", "平", "辉",
                                                "建", "国", "志", "文", "浩", "宇", "轩", "泽", "博", "俊", "鹏", "飞",
                                                "斌", "波", "庆", "林", "成", "海", "晨", "子", "嘉", "睿", "航", "峰"};
constexpr std::string_view kFemaleCharacters[] = {
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "秀", "英", "玉", "兰", "桂", "红", "梅", "雪", "琳", "欣",
    "怡", "佳", "涵", "梓", "诗", "雨", "婷", "倩", "洁", "萍", "燕", "莉", "慧", "琴", "凤", "晓", "思", "悦"};

}  // namespace

std::string_view family_name(Random& random) { return random.pick(std::span<const std::string_view>(kFamilyNames)); }

std::string given_name(char sex, Random& random) {
  const std::span<const std::string_view> characters =
      sex == '1' ? std::span<const std::string_view>(kMaleCharacters) : kFemaleCharacters;
  std::string name(random.pick(characters));
  if (random.chance(800)) name += random.pick(characters);
  return name;
}

}  // namespace qiuhao::simulate
