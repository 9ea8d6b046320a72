"""Rules brought in as text, for the tests. Nothing here is real."""

GRANT = """\
rule: winter_grant
title: {zh: 冬季补助, en: Winter grant}
document: {number: 测试〔2020〕1号, source: example, confirmed: true}
fund_line: employment
for: person
from: 2020-01-01
numbers:
  grant:
    words: {zh: 补助标准, en: A grant}
    unit: fen
    reference: example
    confirmed: false
    values: {2020-01-01: 30000}
conditions:
  - key: is_poor
    met: is_registered_poor
    says: {zh: 属于建档立卡人员, en: Is a registered-poor person}
    article: {zh: 第一条, en: Article 1}
amount: {is: grant, unit: fen}
---
- name: {zh: 贫困人员, en: A registered-poor person}
  day: 2020-07-01
  facts: {is_registered_poor: true}
  gives: {standing: entitled, amount: 30000}
- name: {zh: 其他人, en: Somebody else}
  day: 2020-07-01
  facts: {is_registered_poor: false}
  gives: {standing: not_entitled}
"""
