/** Words that company names of one part of the world are made of. */
export interface Words {
  /** Beginnings and endings of a name's first word: each with each makes one. */
  heads: readonly string[];
  tails: readonly string[];
}

const words = (heads: string, tails: string): Words => ({
  heads: heads.split(' '),
  tails: tails.split(' '),
});

/** The first words of names in Latin letters. */
export const latin: readonly Words[] = [
  words(
    'Amber Anchor Arrow Ash Beacon Birch Blue Bright Cedar Clear Cobalt Copper Coral Crown Crystal Ember Falcon Fern ' +
      'Granite Green Harbour Hazel High Iron Ivory Jade Kestrel Kings Lake Maple Marble Mill Moss North Oak Pearl Pine ' +
      'Red River Rose Silver South Spring Star Stone Summit Sun Swift West White Wild Willow Winter',
    'bank bay beck bourne bridge brook burn cliff cote crest cross dale dene down falls field ford forge gate glen ' +
      'grove haven hill hurst land leaf ley light line mark mead mere mill moor path peak point port ridge rock shore ' +
      'side stead stone stream thorpe vale view water way well wick wood worth',
  ),
  words(
    'Sonnen Berg Nord Süd Grün Blau Eichen Linden Silber Gold Stern Wald Rhein Donau Elb Alpen Königs Mühl Schön Weiß ' +
      'Höhen Löwen Adler Falken',
    'bach berg blick bogen brück burg feld fels garten hafen hain haus heim hof horn kamp land quell ried see stein ' +
      'tal wald werk wiese',
  ),
  words(
    'Fjord Sjö Lind Björk Ek Sol Nor Vest Øst Ås Stor Hav Skov Grøn Rød Kvist Holm Alm Hjort',
    'borg dal gård heimen holm lund mark mo næs rup sand skog stad strand vik ö',
  ),
  words(
    'Beau Belle Clair Haute Mont Val Roche Fleur Château Grand Vert Côte Pré Saint',
    'champs étoile fontaine fort lieu mont neuf rive rose val ville vert',
  ),
  words(
    'Alta Bella Buena Casa Costa Monte Peña Piedra Playa Puerta Río Santa Sierra Terra Torre Valle Villa São',
    'blanca brava clara flor fonte luna luz mar nova plata rosa sol verde vista',
  ),
  words(
    'Biało Czarno Nowo Złoto Staro Wielko Dobro Krasno Jasno',
    'góra bór brzeg dom gród las most pole staw wieś zamek',
  ),
];

/** What follows the first word: a trade, a form, or a place. Names share these, as they do in life. */
export const seconds: readonly string[] = [
  ...(
    'Airlines Airport Analytics Bank Bikes Biotech Books Brewery Broadband Builders Capital Cargo Care Catering Cinemas ' +
    'Clinics Coffee College Couriers Dental Electric Energy Estates Events Express Fashion Ferries Finance Foods ' +
    'Foundation Freight Gas Games Garage Helpdesk Homes Hospital Hotels Housing Insurance Jobs Kitchens Labs Leasing ' +
    'Legal Logistics Loyalty Marine Media Mobile Motors Museum Optics Outdoor Parking Payments Pensions Pets Pharma ' +
    'Police Post Rail Reisen Retail Robotics Schools Security Seguros Shipping Sports Stores Studios Support Taxi ' +
    'Telecom Theatre Tickets Tours Towers Toys Trams Travel Trust Utilities Versicherung Water Wholesale Wines Works'
  ).split(' '),
  '& Co',
  '& Sons',
  '& Söhne',
  '& Hijos',
  '& Fils',
  '& Partners',
  'Group',
  'Holding',
  'GmbH',
  'Car Hire',
  'Health Care',
  'Patient Line',
  'Order Hotline',
  'Customer Care',
  'Life & Pensions',
  ...(
    'Aachen Aarhus Aberdeen Adelaide Amsterdam Ankara Antwerp Athens Auckland Austin Barcelona Basel Belfast Bergen ' +
    'Berlin Bern Besançon Bilbao Birmingham Bogotá Bologna Boston Bratislava Bremen Brisbane Bristol Brno Brussels ' +
    'Bucharest Budapest Cádiz Calgary Cancún Cardiff Chicago Copenhagen Córdoba Cork Curitiba Dallas Debrecen Denver ' +
    'Dresden Dublin Düsseldorf Edinburgh Espoo Galway Gdańsk Genève Genoa Ghent Glasgow Göteborg Graz Hamburg Hanoi ' +
    'Helsinki İzmir Jakarta Kaunas Kiel Köln Kraków Leeds Leipzig Liège Lille Lima Linz Lisboa Liverpool Ljubljana ' +
    'London Łódź Lyon Madrid Málaga Malmö Manchester Marseille Medellín Melbourne México Milano Montréal München ' +
    'Nairobi Nantes Napoli Nice Nürnberg Odense Oslo Ottawa Palermo Paris Perth Plzeň Porto Poznań Praha Québec Quito ' +
    'Reykjavík Rīga Roma Rotterdam Salzburg Santiago Seattle Sevilla Sofia Southampton Stockholm Strasbourg Stuttgart ' +
    'Sydney Tallinn Tampere Torino Toronto Toulouse Tromsø Trondheim Turku Uppsala Utrecht València Vancouver Vilnius ' +
    'Warszawa Wellington Wien Winnipeg Wrocław York Zagreb Zaragoza Zürich'
  ).split(' '),
];

/** Names in other letters, each word with what stands for it in a SIP realm. */
export interface Script {
  firsts: readonly Spelled[];
  trades: readonly Spelled[];
  places: readonly Spelled[];
  /** What stands between a name's first word and its trade. */
  between: '' | ' ';
}

export type Spelled = readonly [text: string, latin: string];

const script = (between: '' | ' ', firsts: string, trades: string, places: string): Script => {
  const spelled = (list: string) =>
    list.split(' ').map((pair): Spelled => {
      const [text = '', latin = ''] = pair.split('/');
      return [text, latin];
    });
  return { between, firsts: spelled(firsts), trades: spelled(trades), places: spelled(places) };
};

export const otherScripts: readonly Script[] = [
  script(
    '',
    '青空/aozora 東海/tokai 朝日丘/asahigaoka 桜井/sakurai 富士見/fujimi 白鳥/hakucho 松風/matsukaze 若葉/wakaba 月光/gekko ひかり/hikari みどり/midori さくら/sakura',
    '銀行/ginko 電機/denki 保険/hoken 交通/kotsu 病院/byoin 通信/tsushin 旅行/ryoko 食品/shokuhin',
    '東京/tokyo 大阪/osaka 札幌/sapporo 福岡/fukuoka 名古屋/nagoya 京都/kyoto 神戸/kobe 仙台/sendai 広島/hiroshima',
  ),
  script(
    '',
    '长城/changcheng 金桥/jinqiao 海星/haixing 明珠/mingzhu 东方/dongfang 绿洲/lvzhou 云峰/yunfeng 福临/fulin 天河/tianhe 瑞祥/ruixiang',
    '银行/yinhang 保险/baoxian 航空/hangkong 物流/wuliu 电信/dianxin 医院/yiyuan 能源/nengyuan 酒店/jiudian',
    '北京/beijing 上海/shanghai 广州/guangzhou 深圳/shenzhen 成都/chengdu 杭州/hangzhou 武汉/wuhan 西安/xian 台北/taibei',
  ),
  script(
    ' ',
    '한빛/hanbit 새벽/saebyeok 누리/nuri 미래/mirae 다온/daon 푸른/pureun 해솔/haesol 가람/garam',
    '은행/eunhaeng 보험/boheom 통신/tongsin 병원/byeongwon 여행/yeohaeng 물류/mullyu',
    '서울/seoul 부산/busan 인천/incheon 대구/daegu 광주/gwangju 제주/jeju',
  ),
  script(
    ' ',
    'الواحة/waha القمر/qamar الصقر/saqr الخليج/khalij النخيل/nakhil الفجر/fajr البحر/bahr الأمل/amal',
    'للتأمين/tamin للطيران/tayaran للاتصالات/ittisalat للخدمات/khadamat للسفر/safar للتجارة/tijara',
    'دبي/dubai القاهرة/cairo الرياض/riyadh عمان/amman الدوحة/doha تونس/tunis',
  ),
  script(
    ' ',
    'ארז/erez אלון/alon כרמל/carmel גלים/galim שחר/shahar דקל/dekel',
    'ביטוח/bituach תקשורת/tikshoret תיירות/tayarut אנרגיה/energia',
    'חיפה/haifa ירושלים/jerusalem אילת/eilat נתניה/netanya',
  ),
  script(
    ' ',
    'Север/sever Заря/zarya Восток/vostok Радуга/raduga Кедр/kedr Маяк/mayak Родник/rodnik Дніпро/dnipro',
    'Банк/bank Страхование/strakhovanie Связь/svyaz Авиа/avia Энерго/energo Логистика/logistika',
    'Київ/kyiv Одеса/odesa Львів/lviv Алматы/almaty София/sofiya Београд/beograd',
  ),
  script(
    ' ',
    'Ήλιος/ilios Αιγαίο/aigaio Όλυμπος/olympos Δελφίνι/delfini Θάλασσα/thalassa Ελιά/elia',
    'Τράπεζα/trapeza Ασφάλειες/asfaleies Ταξίδια/taxidia Τηλεπικοινωνίες/tilepikoinonies',
    'Αθήνα/athina Θεσσαλονίκη/thessaloniki Πάτρα/patra Χανιά/chania',
  ),
  script(
    ' ',
    'सूर्य/surya गंगा/ganga कमल/kamal हिमालय/himalaya नीलम/neelam ज्योति/jyoti',
    'बैंक/bank बीमा/bima यात्रा/yatra संचार/sanchar',
    'दिल्ली/delhi मुंबई/mumbai पुणे/pune जयपुर/jaipur',
  ),
  script(
    '',
    'ตะวัน/tawan ดาวเรือง/daoruang บัวหลวง/bualuang ช้างทอง/changthong',
    'ประกัน/prakan การบิน/kanbin ขนส่ง/khonsong โรงแรม/rongraem',
    'กรุงเทพ/bangkok เชียงใหม่/chiangmai ภูเก็ต/phuket ขอนแก่น/khonkaen',
  ),
];
