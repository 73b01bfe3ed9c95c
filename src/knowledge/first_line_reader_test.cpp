// Texts of the national publication, each read by hand first.
#include "knowledge/first_line_reader.h"

#include <gtest/gtest.h>

namespace qiuhao::knowledge {
namespace {

using Codes = std::vector<std::string>;

TEST(FirstLine, IsReadWhereEveryAlternativeNamesIt) {
  EXPECT_EQ(read_first_line("限既往接受含铂化疗治疗失败的复发或转移性宫颈癌患者。"), Codes{"XL01"});
  EXPECT_EQ(read_first_line("限接受吉西他滨治疗后进展的转移性胰腺癌患者。"), Codes{"XL01BC"});
  EXPECT_EQ(read_first_line("限既往接受过酪氨酸激酶抑制剂治疗失败的晚期肾细胞癌(RCC)患者。"), Codes{"XL01E"});
  EXPECT_EQ(read_first_line("限其他胰岛素或口服药难以控制的2型糖尿病患者。"), (Codes{"XA10A", "XA10B"}));
  EXPECT_EQ(
      read_first_line("限二甲双胍等口服降糖药或胰岛素控制效果不佳的BMI≥25的患者，首次处方时需由二级及以上医疗机构专科医"
                      "师开具处方。"),
      (Codes{"XA10A", "XA10B"}));
  EXPECT_EQ(
      read_first_line("限12岁及以上单一鼻用抗组胺药或糖皮质激素治疗效果不佳的中至重度季节性过敏性鼻炎和常年性过敏性鼻炎"
                      "患者。"),
      (Codes{"XR01A", "XR06A"}));
  EXPECT_EQ(read_first_line("限接受过棕榈酸帕利哌酮注射液(1个月剂型)至少4个月充分治疗的精神分裂症患者。"),
            Codes{"XN05AX"});
}

// Whoever has had the first line of any alternative has some evidence.
TEST(FirstLine, OfAlternativesIsThatOfAll) {
  EXPECT_EQ(
      read_first_line("限：1.经吸入型糖皮质激素和长效吸入型β2-肾上腺素受体激动剂治疗后，仍不能有效控制症状的中至重度持"
                      "续性过敏性哮喘的6岁及以上患者，并需IgE(免疫球蛋白E)介导确诊证据；2.H1抗组胺药治疗后仍有症状的成"
                      "人和青少年(12岁及以上)慢性自发性荨麻疹患者。"),
      (Codes{"XR03A", "XR03BA", "XR06A"}));
  EXPECT_EQ(
      read_first_line("限诊断明确的类风湿关节炎经传统DMARDs治疗3-6个月疾病活动度下降低于50%者；诊断明确的强直性脊柱炎"
                      "(不含放射学前期中轴性脊柱关节炎)NSAIDs充分治疗3个月疾病活动度下降低于50%者。"),
      (Codes{"XA07EC", "XL01BA", "XL04A", "XM01A", "XM01C", "XP01BA"}));
}

TEST(FirstLine, IsLeftToPeopleWhereItIsNotNamed) {
  for (const char* text :
       {"限二线用药。", "限活动性类风湿关节炎患者的二线治疗。", "限常规治疗无效的多发性硬化患者。",
        "限华法林治疗控制不良或出血高危的非瓣膜性房颤、深静脉血栓、肺栓塞患者。",
        "限对传统治疗无效、有禁忌或不耐受的中重度特应性皮炎患者，需按说明书用药。",
        "限：1.全身型幼年特发性关节炎的二线治疗；2.限诊断明确的类风湿关节炎经传统DMARDs治疗3-6个月疾病活动"
        "度下降低于50%者。",
        "限：1.对局部外用治疗或其他系统性治疗应答不充分或不耐受的中重度特应性皮炎成人患者；2.对一种或多种TNF"
        "抑制剂疗效不佳或不耐受的中重度活动性类风湿关节炎成人患者。",
        ""}) {
    EXPECT_EQ(read_first_line(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace qiuhao::knowledge
