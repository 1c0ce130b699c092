"""Short tables in the encodings in which they come, beside what other ways of telling would say."""

from __future__ import annotations

from collections import Counter

import chardet
import pytest

from calc.errors import InputError
from calc.tables import FileChoices, read_table
from calc.tables.encoding import ENCODINGS

TABLES = {
    "cp949": (
        '제품명,성분,가격\n비타민C 세럼,정제수 아스코빅애씨드,32000\n',
        '브랜드;용량\n더마;30\n',
        '상품명,함량,pH\n브라이트닝 앰플,15,3.1\n',
        '이름,메모\n크림,좋아요\n',
        '제품명,원료\n퓨어 비타민 씨 세럼,"정제수, 글리세린, 나이아신아마이드"\n',
    ),
    "cp932": (
        '商品名,成分,価格\nビタミンC美容液,水 アスコルビン酸 グリセリン,3200\n',
        'ブランド;容量\n資生堂;30\n',
        '製品名,濃度\nセラム,15\n',
        '名前,価格\nクリーム,1200\n',
        '商品名,全成分\n美白エッセンス,水・BG・アスコルビルグルコシド\n',
    ),
    "gb18030": (
        '产品名称,成分,价格\n维生素C精华,水 甘油 抗坏血酸,199\n',
        '品牌;规格\n珀莱雅;30\n',
        '名称,浓度\n精华液,15\n',
        '商品,价格\n面霜,99\n',
        '产品名,成分表\n焕亮精华,"水、甘油、烟酰胺、抗坏血酸葡糖苷"\n',
    ),
    "big5": (
        '產品名稱,成分,價格\n維他命C精華液,水 甘油 抗壞血酸,990\n',
        '品牌;容量\n寶拉;30\n',
        '名稱,濃度\n精華,15\n',
        '商品,售價\n面霜,499\n',
    ),
    "windows-1250": (
        'nazwa;skład;cena\nSerum rozjaśniające z witaminą C;Woda, gliceryna;59,90 zł\n',
        'název;složení;cena\nPleťové sérum;voda, glycerin;499 Kč\n',
        'název;cena\nZpevňující krém;300\n',
        'termék;ár\nBőrápoló szérum;3500\n',
        'nazwa;pojemność\nKrem łagodzący;50\nŻel myjący;150\n',
        'název,značka\nSérum,Řepík\n',
    ),
    "koi8-r": (
        'название;состав;цена\nСыворотка с витамином С;вода, глицерин;990\n',
        'бренд;объём\nЧистая линия;30\n',
        'товар;цена\nКрем дневной;350\n',
        'наименование;концентрация\nСыворотка;15\n',
        'Название;Цена\nКРЕМ ДЛЯ ЛИЦА;100\n',
    ),
    "cp866": (
        'название;состав;цена\nСыворотка с витамином С;вода, глицерин;990\n',
        'бренд;объём\nЧистая линия;30\n',
        'товар;цена\nКрем дневной;350\n',
        'наименование;концентрация\nСыворотка;15\n',
        'Название;Цена\nКРЕМ ДЛЯ ЛИЦА;100\n',
    ),
    "windows-1253": (
        'προϊόν;συστατικά;τιμή\nΟρός βιταμίνης C;νερό, γλυκερίνη;25\n',
        'μάρκα;τιμή\nΚορρές;30\n',
        'όνομα;περιεκτικότητα\nορός προσώπου;15\n',
        'Προϊόν;Τιμή\nΚΡΕΜΑ;10\n',
    ),
    "windows-1251": (
        'название;состав;цена\nСыворотка с витамином С;вода, глицерин;990\n',
        'название;бренд;доля\nСыворотка с витамином С;Чистая линия;10 %\n',
        'товар;цена\nКрем;100\n',
        'name;brand;strength\nСыворотка;Libre;15\n',
        'name;price\nЁж;1\n',
        'назва;склад;ціна\nСироватка з вітаміном С;вода, гліцерин;250\n',
        'НАЗВАНИЕ;ЦЕНА\nКРЕМ ДЛЯ ЛИЦА;100\n',
    ),
    "windows-1252": (
        'name;brand;strength\nSérum éclat;Caudalie;10 %\n',
        'Produkt;Preis\nGesichtsöl für Männer;12,50 €\n',
        'nombre;precio\nSuero facial niño;3,5\nLoción;4\n',
        'name;price\nCrème à l’acide ascorbique;15\n',
        'product;maker\nC-Serum;Müller\n',
        'nom;marque\nCrème créée;Réelle\n',
        'produkt;pris\nÖgonkräm;199 kr\nFuktgivande serum för känslig hud;299 kr\n',
    ),
    "windows-1254": (
        'ürün;içindekiler;fiyat\nC Vitamini serumu, ışıltı;su, gliserin;250\n',
        'ürün adı;marka\nAydınlatıcı serum;Şifa\n',
        'isim;fiyat\nYüz kremi, yağlı ciltler için;150\n',
    ),
}  # fmt: skip
SHORT = [(encoding, text) for encoding, texts in TABLES.items() for text in texts]
#: How many of them chardet tells by itself, and what was told before: Windows-1251 and -1252 alone.
BY_CHARDET, BEFORE = 54, 14


def table_of(text: str, written: str, stated: str = ""):
    return read_table(text.encode(written), name="table.csv", how=FileChoices(encoding=stated))


@pytest.mark.parametrize(("encoding", "text"), SHORT)
def test_letters_tell_the_encoding(encoding, text):
    table = table_of(text, encoding)
    assert table.encoding == encoding
    assert ENCODINGS[encoding] in table.notes[0]


def test_the_library_is_right_more_often_than_two_encodings_were():
    own = tuple(name for name in ENCODINGS if not name.startswith("utf"))
    right: Counter[str] = Counter()
    for encoding, text in SHORT:
        data = text.encode(encoding)
        result = chardet.detect(data, include_encodings=own)["encoding"]
        right["chardet"] += bool(result) and data.decode(result, "replace") == text
        right["before"] += encoding in ("windows-1251", "windows-1252")
    assert len(SHORT) >= 40
    assert (right["chardet"], right["before"]) == (BY_CHARDET, BEFORE)


@pytest.mark.parametrize("stated", ["cp949", "CP949", "uhc"])
def test_what_somebody_states_goes_first(stated):
    text = "name,price\n세럼,1\n"
    table = table_of(text, "cp949", stated)
    assert table.rows["name"].tolist() == ["세럼"]
    assert not any("--encoding" in note for note in table.notes)


@pytest.mark.parametrize("stated", ["klingon", "base64", "rot13"])
def test_an_encoding_that_is_none_is_refused(stated):
    with pytest.raises(InputError, match="not an encoding known here"):
        table_of("name,price\nA,1\n", "utf-8", stated)
