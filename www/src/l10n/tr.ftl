### Okurun deneylerde gördüğü metinler, Türkçe. en.ftl aynı iletileri aynı sırayla içerir.

## Çerçeve

controls = Ayarlar
progress = Deneyin ilerleyişi
result = Sonuç
table = Ölçümler
real = Burada gerçek olan ne?
download = İndir

action-run = Çalıştır
action-stop = Durdur
action-reset = Sıfırla
action-link = Bağlantıyı kopyala
action-embed = Sayfaya göm
action-undo = Geri al
action-defaults = Varsayılanları kullan
action-new-tab = Yeni sekmede aç

copied-link = Bağlantı panoya kopyalandı.
copied-embed = Sayfanıza koyacağınız HTML panoya kopyalandı.
copy-by-hand = Tarayıcı kopyalamaya izin vermedi. Buradan kopyalayabilirsiniz:
link-too-long = Bağlantı, programınızla birlikte { $length } karakter olurdu; birçok sunucu 8.000’den çoğunu kabul etmez. Bu yüzden adreste ve kopyalanan bağlantılarda ayarlarınız var, program yok. Metnini ayrıca kopyalayın.

download-json = Rapor (JSON)
download-csv = Örnekler (CSV)
download-trace = İz kaydı (Perfetto)
download-picture = Resim (PNG)

theme-light = Açık renklere geç
theme-dark = Koyu renklere geç

phase-start = Hazırlanıyor
phase-spawn = Worker’lar başlatılıyor:
phase-rehearsal = Deneme turu, sayılmaz:
phase-measure = Ölçülüyor:
phase-judge = Ortancalar ve hükümler hesaplanıyor

clock-coarse = Bu tarayıcının saati { $step } msn’lik adımlarla ilerliyor; okurunun tanınmasını önleyen tarayıcılar böyle yapar. Bu yüzden her ölçüm yaklaşık { $seconds } sn sürer.
clock-run = Bu ayarlarla bir çalıştırma en az { $time } sürer.
was-hidden = Deney sürerken bu sekme gizliydi. Tarayıcılar gizli sekmeleri yavaşlatır; süreler olduğundan uzun çıkmış olabilir. Güvenilir süreler için deneyi, sekme öndeyken yeniden çalıştırın.

hint-range = { $min } – { $max }
hint-range-unit = { $unit }: { $min } – { $max }
hint-unused = Kullanılmıyor: kendi dosyanızla çalışılacak.
hint-topologies = Her biri 1×1 ile, yani art arda çalışmayla karşılaştırılır.

unit-ns = nsn
unit-us = µsn
unit-ms = msn
unit-px = px
unit-s = sn
unit-min = dk
unit-per-second = /sn
unit-byte = B
unit-kib = KiB
unit-mib = MiB
unit-gib = GiB
unit-pixels = bir kenardaki piksel
unit-limit = üst sınır
unit-elements = öge
unit-bodies = cisim
unit-bytes = bayt
unit-epochs = devir
unit-thousand-points = bin nokta
unit-rows = satır
unit-zero-bits = sıfır bit
unit-workers = işçi
unit-samples = örnek

## Okurun kendi dosyası

field-file = Kendi dosyanız
file-none = Dosya seçilmedi: veri tohumdan üretilir.
file-choose-text = Metin seç …
file-choose-pixels = Resim seç …
file-remove = Kaldır
file-reading = okunuyor …
file-edges = { $width } × { $height } piksel olarak işlenecek
file-hint-text = Düz bir metin seçin ya da buraya bırakın. Dosya bu tarayıcıda işlenir, makinenizden dışarı çıkmaz; kopyalanan bağlantı onu içermez.
file-hint-pixels = Bir resim seçin ya da buraya bırakın. Resim yukarıdaki boyuta küçültülür, bu tarayıcıda işlenir, makinenizden dışarı çıkmaz; kopyalanan bağlantı onu içermez.
file-wrong-empty = “{ $name }” boş (0 bayt). İçinde bir şey olan bir dosya seçin ya da bunu kaldırın.
file-wrong-too-large-text = “{ $name }” çok büyük ({ $size }). Metin en çok { $max } olabilir: daha kısa bir metin seçin ya da bunu kaldırın.
file-wrong-too-large-pixels = “{ $name }” çok büyük ({ $size }). Resim dosyası en çok { $max } olabilir: onu daha küçük, örneğin JPEG olarak kaydedin ya da kaldırın.
file-wrong-no-text = “{ $name }”, UTF-8 ya da UTF-16 kodlamasında bir metin değil; eski programlar metinleri Windows-1254 gibi başka kodlamalarla kaydeder. Bir düzenleyicide açın, UTF-8 kodlamasıyla kaydedip o dosyayı seçin ya da kaldırın.
file-wrong-no-picture = “{ $name }”, PNG, JPEG, GIF ya da WebP biçiminde bir resim değil ya da bozuk. Başka biçimleri (AVIF, SVG, HEIC) PNG ya da JPEG olarak kaydedin. Ya da kaldırın.
file-wrong-too-many-pixels = “{ $name }”, burada çözülemeyecek kadar çok piksel içeriyor. Daha küçük, kenarı en çok 32.768 piksel olacak biçimde kaydedin ya da kaldırın.
file-wrong-no-decoder = Sayfanın dosya okuyan parçası gelmedi. Bağlantıyı denetleyip “{ $name }” dosyasını yeniden seçin ya da kaldırın.
file-wrong-unreadable = “{ $name }” okunamadı; seçildikten sonra taşınmış ya da değişmiş olabilir, bellek de yetmemiş olabilir. Yeniden seçin ya da kaldırın.

## Önce tahmin

predict-skip = Soruyu geç
predict-yours = Tahmininiz: { $prediction }
predict-right = Tahmininiz doğru çıktı.
predict-wrong = Başka türlü çıktı.
predict-cannot-tell = Bu çalıştırma soruyu yanıtlayamıyor.

## Yazının iddiaları ve hükümler

claim-processes-parallel = Her süreç ayrı bir çekirdekte çalışabilir.
claim-when-processes-cpu = İşlemciyi sürekli meşgul eden işler birden çok süreçle yapılmalıdır.
claim-when-processes-cores = Bütün çekirdeklerden yararlanmak için birden çok süreç kullanılmalıdır.

verdict-holds = Burada tutuyor.
verdict-fails = Burada tutmuyor.
verdict-unclear = Belirsiz.
verdict-unavailable = Burada sınanamıyor.

interval = (%95 aralığı: { $interval })
interval-none = görünür saçılım yok
interval-one-run = tek çalıştırma

settings = Bu çalıştırmanın ayarları: { $settings }.

basis-measured = ölçüldü
basis-modelled = modellendi
basis-unavailable = burada yok

reason-one-core = Burada yalnızca bir çekirdek bildiriliyor; hiçbir şey bir başkasıyla aynı anda çalışamaz.
reason-not-isolated = Bu sayfa Worker’lar arasında bellek paylaştıramıyor; bu yüzden iş parçacıkları çalışamaz.
reason-not-in-run = Bu çalıştırmada bunun için ölçüm yapılmadı. Süreçleri ve çekirdek sayısı kadar işçiyi seçin.
reason-within-noise = Fark, ölçümlerin oynamasından büyük değil. Daha çok örnek ya da daha büyük bir boyut sonucu belirginleştirebilir.
reason-clock-too-coarse = İkisinden biri, buradaki saatin ayırt edebileceğinden kısa sürdü; bu yüzden oran hesaplanamıyor. Yeniden çalıştırın; varsa daha büyük bir boyut seçin.
reason-machine-busy = Denetim ölçümü bu çalıştırmada 2 çekirdekten yalnızca { $cores } kadarını bulabildi: ya başka programlar çekirdekleri kullanıyordu ya da işlemcinin bildirdiğinden az çekirdeği var. Öteki programları kapatıp yeniden çalıştırın.
reason-tab-hidden = Sekme, çalıştırma sırasında gizlendi; tarayıcılar gizli sekmeleri yavaşlatır. Sekmeyi açık tutup yeniden çalıştırın.
reason-suspended = Makine ya da program, çalıştırma sırasında defalarca askıya alındı; bu süreler bir şey göstermez. Yeniden çalıştırın.

answers-agree = Bütün topolojiler, son bitine kadar aynı yanıtı verdi.
answers-disagree = Topolojiler aynı yanıtı vermedi. Bu sürelere güvenmeyin.

## Tablolar ve grafikler

table-caption = Her biri { $samples } örneğin ortancası; altında %95 aralığı.
column-topology = Topoloji
column-time = Süre
column-speedup = Hızlanma
column-spawn = Worker’ların başlaması
column-sent = Gönderilen bayt
column-received = Alınan bayt
column-step = Adım başına bayt
table-steps = × { $count } adım
column-busy = Kulvarların doluluğu

family-serial = art arda
family-threads = iş parçacıkları
family-processes = süreçler
family-mixed = iş parçacıklı süreçler

chart-log = { $label } (logaritmik: her çizgi bir öncekinin on katı)
chart-mode = Grafikte gösterilen
chart-workers = işçi sayısı
chart-speedup = Hızlanma
chart-time = Süre (msn)
chart-ideal = ideal
chart-curve-amdahl = { $family }: Amdahl yasası
chart-curve-usl = { $family }: evrensel ölçeklenebilirlik yasası

fit-amdahl = Amdahl yasası ({ $family }): işin %{ $serial } kadarı seri.
fit-usl = Evrensel ölçeklenebilirlik yasası ({ $family }): çekişme %{ $serial }, tutarlılık maliyeti %{ $coherency }.

## Makine

machine-picture = Makine: kutular bellek, kulvarlar denetim akışı, çubuklar zamandır
machine-process = { $process }. süreç
machine-memory-shared = tek bellek, ortak
machine-memory-own = kendi belleği
machine-lane = { $lane }. kulvar
machine-end-process = { $process }. süreci sonlandır
machine-summary = Kulvarların hesap yaparak geçirdiği zamanın payı:
machine-summary-lane = { $process }. süreç, { $lane }. kulvar: { $share }.
machine-line = Ölçümün yapıldığı yer: { $cores } çekirdek, { $memory }; saatin adımı { $clock } msn. Koşut { $build }.
restored = Bu, { $when } tarihli sonucunuz; deneyi çevreleyen sayfa onu sakladı. Yeniden ölçmek için Çalıştır’a basın.
restored-rows = Yer yetmediği için tablonun { $rows } satırı saklanmadı.
machine-shares = ortak bellek var
machine-shares-not = ortak bellek yok

activity-run = hesaplıyor
activity-wait = bekliyor
activity-lock = kilit bekliyor
activity-message = ileti
activity-io = giriş/çıkış
activity-crashed = çöktü

units-picture = İşin kendisi: biten her parça, onu bitiren kulvarın renginde
units-lane = { $process }. süreç, { $lane }. kulvar

## Yanıtın görünen yanı

shown = Yanıt
shown-so-far = Şimdilik, biten parçalara göre
shown-last = Yanıt, bütün parçalara göre

shown-estimate-about = π kestirimi: ± { $error } (%95), { $samples } örnekten.
shown-estimate-agree = { $digits ->
    [0] Daha hiçbir basamak π ile aynı değil.
    [one] İlk basamak π ile aynı.
   *[other] İlk { $digits } basamak π ile aynı.
  }
shown-estimate-chart = Kestirimin π’ye yaklaşması: çizgi kestirim, kuşak %95 aralığı, kesikli çizgi π’dir.
shown-estimate-axis = örnek sayısı, { $samples } örneğe dek

shown-words-list = En sık geçen sözcükler ve kaç kez geçtikleri
shown-words-total = { $total } sözcük.
shown-words-distinct = { $total } sözcük, { $distinct } farklı sözcük.

shown-learning-about = { $epochs } eğitim turundan sonra, ağın hiç görmediği { $of } rakam içinde doğru okuduklarının payı.
shown-learning-chart = Tur tur doğru okunan rakamların payı: başta { $first }, { $epochs } tur sonra { $of } rakamda { $accuracy }.
shown-learning-axis = eğitim turu, 1 – { $epochs }

shown-search-trials = karma değeri
shown-search-rate = saniyede karma değeri
shown-search-bits = baştaki sıfır bit
shown-search-best = { $nonce } numaralı denemede bulunan en iyi karma değeri; başındaki sıfırların altı çizili:
shown-search-said = { $trials } karma değeri; en iyisi { $bits } sıfır bitle başlıyor ve { $nonce } numaralı denemede bulundu.

pad = Rakamınızı ağa okutun.
pad-about = 0’dan 9’a bir rakamı büyükçe ve ortaya çizin. Onu, az önce eğittiğiniz ağ okur.
pad-running = Deney sürüyor; bittiğinde, eğittiği ağa okutmak için buraya çizebilirsiniz.
pad-no-network = Sorulacak bir ağ yok: son çalıştırma sonuna varmadı. Yeniden çalıştırın.
pad-sheet = Çizim alanı
pad-keys = Klavyeyle: ok tuşları gezdirir (Shift ile dörder hücre), boşluk çubuğu kalemi indirir ve kaldırır.
pad-clear = Temizle
pad-empty = Çizim alanı boş: bir rakam çizin.
pad-answer = Ağ bunu { $word } ({ $digit }) diye okudu.
pad-scores = Ağın her rakama verdiği puan; en yükseğini seçer.
pad-at = { $column }. sütun, { $row }. satır
pad-pen-down = Kalem indi: { $column }. sütun, { $row }. satır
pad-pen-up = Kalem kalktı: { $column }. sütun, { $row }. satır

digit-0 = sıfır
digit-1 = bir
digit-2 = iki
digit-3 = üç
digit-4 = dört
digit-5 = beş
digit-6 = altı
digit-7 = yedi
digit-8 = sekiz
digit-9 = dokuz

## Kod

code-rust = Çalışan Rust kodu
code-native = Gerçek işletim sisteminde
code-native-about = Kaynak kodun bir kopyasında, Rust kuruluysa çalışır: orada iş parçacıkları işletim sisteminin iş parçacıkları, süreçler de çocuk süreçlerdir.
code-command = Uçbirim komutu
code-copy = Kopyala
code-copied = Kopyalandı
code-dataset = { $name } veri kümesini indirip betiğin yanına koyun
code-python = Aynısı Python’da
code-download = { $name } dosyasını indir
code-loading = Yükleniyor …
code-failed = Kod yüklenemedi. Bu bölümü kapatın, bağlantınızı denetleyip yeniden açın.

## Deney: speedup

lab-speedup = Çekirdeklerinizde hızlanma

field-kernel = İş
field-size = Boyut
field-workers = En çok işçi
field-topologies = Topolojiler
field-schedule = Çizelgeleme
field-samples = Örnek sayısı
field-seed = Tohum

kernel-mandelbrot = Mandelbrot kümesi
kernel-mandelbrot-about = Düzensiz iş: kimi karolar ötekilerden çok daha uzun sürer.
kernel-primes = Asal sayma
kernel-primes-about = Yalnızca hesap; neredeyse hiç veri gönderilmez.
kernel-pi = Rastgele π
kernel-pi-about = Rastgele noktalar, bağımsız diziler; birbirlerine söyleyecekleri neredeyse yok.
kernel-matmul = Matris çarpımı
kernel-matmul-about = Girdi büyük, ama bayt başına hesap çok.
kernel-sort = Sıralama
kernel-sort-about = Çok veri, az hesap: süreçlere payları gönderilmek zorundadır.
kernel-nbody = Kütleçekimi
kernel-nbody-about = Her cisim ötekilerin hepsini çeker: süreçlere her adımda bütün konumlar yeniden gönderilir.
kernel-kmeans = Resmin renkleri
kernel-kmeans-about = Tur tur makine öğrenmesi: süreçlere resim bir kez, sonra yalnızca on altı renk gönderilir.
kernel-wordcount = Sözcük sayma
kernel-wordcount-about = Metnin her parçasını bir kulvar sayar, listeler birleştirilir; süreçlere metnin tamamı gönderilir.
kernel-train = Sinir ağı eğitme
kernel-train-about = Ağ el yazısı rakamları öğrenir; iş parçacıkları gradyanları paylaşır, süreçler her adımda gönderir.
kernel-proof = İş ispatı
kernel-proof-about = Deneyerek arama: ilk başarıda biter.

topologies-1xN = İş parçacıkları (1×N)
topologies-Nx1 = Süreçler (N×1)
topologies-PxT = İkisi birden (P×T)

schedule-dynamic = Devingen
schedule-dynamic-about = İşini bitiren kulvar sıradaki parçayı alır.
schedule-static = Durağan
schedule-static-about = Her kulvarın parçaları baştan bellidir.

predict-speedup = İş { $workers } işçiyle, en iyi durumda, tek işçiye göre ne kadar hızlı biter?
predict-speedup-ideal = Neredeyse { $workers } kat hızlı
predict-speedup-some = Belirgin biçimde hızlı ama { $workers } kattan epey az
predict-speedup-same = Aşağı yukarı aynı hızda
predict-speedup-slower = Daha yavaş
predict-speedup-measured = Ölçülen: { $outcome } – { $value } kat hız.
predict-wrong-speedup = Başka türlü çıktı. Zamanın nereye gittiğini zaman çizgileri ve tablo gösteriyor.
predict-cannot-tell-speedup = Tek işçiyle karşılaştıracak bir şey yok; bu çalıştırma soruyu yanıtlayamaz.

ratio-processes-parallel = Aynı anda çalışan süreçler, tek sürecin { $ratio } katı bağımsız iş bitiriyor

real-speedup = Buradaki iş parçacıkları, tek bir ortak WebAssembly belleğinde hesap yapan Web Worker’lardır; süreçler ise her birinin kendi belleği olan, hiçbir şey paylaşmayıp yalnızca iletiyle konuşan Worker’lardır. İkisini de çekirdeklerinize işletim sistemi dağıtır. Tarayıcıdaki bir Worker, işletim sistemi sürecinden hafiftir; başlatılması ise işletim sistemi iş parçacığından pahalıdır. WebAssembly’de GIL yoktur: iş parçacıkları burada, C, Rust ya da Java’daki gibi gerçekten aynı anda çalışır. Yazının Python’daki iş parçacıkları için söylediği, CPython için geçerlidir: böyle bir kilidi olmayan bir dilde iş parçacıkları bu işte süreçlerden geri kalmaz; tablo ikisini de gösterir. Süreçlerin ne zaman daha iyi olduğuna, Python’ın kilidi üzerine olan deney karar verir.
native-speedup = Yerel programla (kosut { $program }) { $date } tarihinde başka bir makinede ({ $processor }, { $cores } çekirdek, { $system }) kaydedildi: iki iş parçacıklı bir süreç { $startThreads }, iki süreç { $startProcesses } içinde başladı. Tarayıcıda iş parçacığı da bir Worker’dır; tarayıcı ona da, süreçte olduğu gibi, bir JavaScript ortamı kurar. Bunu ancak süreç başladıktan sonra yapabilir; bu yüzden iş parçacıklı bir süreç burada çoğu zaman aynı sayıda süreçten geç başlar.

## Deney: sharing

lab-sharing = Bir yükün gidiş dönüşü

claim-threads-sharing = İş parçacıkları aynı belleği kullanır; veri paylaşmak kolaydır.
claim-processes-ipc = Süreçler arasında veri paylaşmak daha zor ve daha pahalıdır.

field-sharing-largest = En büyük yük
field-sharing-workers = Her biri yük alan işçiler
sharing-largest-64KiB = 64 KiB
sharing-largest-64KiB-about = Dört boyut; çabuk biter.
sharing-largest-1MiB = 1 MiB
sharing-largest-1MiB-about = Beş boyut; iki iddiaya da yeter.
sharing-largest-16MiB = 16 MiB
sharing-largest-16MiB-about = Altı boyut; belleği az makineler için.
sharing-largest-64MiB = 64 MiB
sharing-largest-64MiB-about = Yedi boyutun hepsi; kısa süreliğine yarım gigabayt kadar bellek ister.

sharing-way-reference = Başvuruyla
sharing-way-ring = Bayt halkasıyla
sharing-way-clone = İletiyle, kopyalanarak
sharing-way-transfer = İletiyle, devredilerek
sharing-way-serialised = İletiyle, serileştirilerek

predict-sharing = 64 KiB bir işçiye gidip dönüyor. Süreçler arasında serileştirilmiş bir ileti, iş parçacıkları arasındaki bir başvurunun kaç katı sürer?
predict-sharing-same = Aşağı yukarı aynı
predict-sharing-some = En çok 10 katı
predict-sharing-tens = 10 ile 100 katı arası
predict-sharing-hundreds = 100 katından çok
predict-sharing-measured = Ölçülen: { $outcome } – { $value } kat.
predict-cannot-tell-sharing = Paylaşılan bellek olmayınca karşılaştırılacak bir başvuru da yok.

ratio-threads-sharing = Verinin iki tarafta da kaldığı bir ileti, başvurunun { $ratio } katına mal oluyor (gidiş dönüş; 1 KiB ve üstü boyutların geometrik ortalaması)
ratio-processes-ipc = Serileştirilmiş ileti, başvurunun { $ratio } katına mal oluyor (64 KiB, gidiş dönüş)
answers-agree-sharing = Her gidiş dönüşte gelen yanıt doğruydu.

column-sharing = Yol
column-sharing-payload = Yük
column-sharing-trip = Gidiş dönüş
column-sharing-times = Başvuruya göre
column-sharing-additions = Toplama işlemi olarak
column-sharing-throughput = Saniyede bayt
column-sharing-copied = Kopyalanan bayt, en az
column-sharing-crossover = Başvurunun yarı fiyatına indiği boyut
column-sharing-overtakes = Kopyalamadan ucuz olduğu boyut
column-sharing-lines = Kendi kod satırları
table-caption-sharing = { $samples } örneğin ortancaları; altlarında %95 aralıkları

chart-sharing-latency = Süre
chart-sharing-throughput = Aktarım hızı
chart-sharing-payload = Yük
chart-sharing-trip = Gidiş dönüş
chart-sharing-per-second = Saniyede bayt

real-sharing = İşçi, yükün her önbellek satırına bakar, onu değiştirip geri verir; yanıt her seferinde denetlenir. Başvuru ile halka, belleği gerçekten paylaşan iki iş parçacığı arasındadır. Kopyalama ve devir, tarayıcının kendi iletileridir; serileştirme ise buradaki bütün deneylerde süreçlerin konuşma biçimidir ve her WebAssembly belleğine girip çıkarken kopyalar. İşletim sisteminde devir yoktur: borular kopyalar; en yakını, iki sürecin birden eşlediği bellektir. Buna karşılık orada süreçler, sayfaları ancak biri yazınca kopyalanan bir bellekle başlar.

## Deney: memory

lab-memory = Bir işçi daha ne kadar bellek ister

claim-threads-memory = İş parçacığının kendine ait belleğe ihtiyacı yoktur.
claim-processes-memory = Her sürecin kendi belleğine ihtiyacı vardır.

field-memory-workers = En çok işçi
field-memory-data = Herkesin okuduğu veri
unit-mebibytes = MiB

predict-memory = Her işçi { $data } MiB’lik bir veriyi okumak zorunda. Eklenen her süreç ne kadar bellek ister?
predict-memory-little = { $data } MiB’den çok daha az
predict-memory-copy = { $data } MiB kadar: bir kopya
predict-memory-more = { $data } MiB’den belirgin biçimde çok
predict-memory-measured = Ölçülen: { $outcome } – süreç başına { $value } MiB.

ratio-threads-memory-without-data = Veri yokken eklenen bir süreç, eklenen bir iş parçacığının { $ratio } katı bellek istiyor
ratio-threads-memory-with-data = Veri kümesiyle { $ratio } katı
ratio-processes-memory = En çok süreç, tek sürecin { $ratio } katı bellek istiyor
answers-agree-memory = Bütün işçiler, son baytına kadar aynı veriyi okudu.

column-memory-memory = Toplam bellek
column-memory-each = Süreç başına
column-memory-worker = Bir işçi daha
column-memory-bare-worker = Bir işçi daha, veri yokken
column-memory-copies = Verinin kopyaları
column-memory-shipped = Gönderilen bayt
column-memory-read = Okuma
column-memory-conductor = Yöneticinin kendi belleği

chart-memory-total = Bellek
chart-memory-bytes = Toplam bellek
chart-memory-threads = iş parçacıkları
chart-memory-processes = süreçler

real-memory = Sayılar, WebAssembly belleklerinin 64 KiB’lik sayfalarla ölçülen büyüklükleridir. Bir Worker bundan fazlasını tutar: tarayıcı, iş parçacıkları dahil her biri için bir yığın alanı, derlenmiş kod ve çağrı yığını ayırır, ne kadar olduğunu da söylemez. WebAssembly belleği büyür, küçülmez. İşletim sistemi belleği sayfa sayfa verir, program kodunu süreçler arasında paylaştırır, fork ile açılan süreçlere de biri yazana kadar her şeyi paylaştırır; yerel program, paylaşılan sayfayı bölüşerek sayan orantılı küme büyüklüğünü (PSS) gösterir.
native-memory = Yerel programla (kosut { $program }) { $date } tarihinde başka bir makinede ({ $processor }, { $cores } çekirdek, { $system }) kaydedildi: her ek iş parçacığı { $thread }, her ek süreç { $process } bellek tuttu. İş parçacığı burada daha çok tutar, çünkü yığınının yalnız kullanılan sayfaları değil, 256 KiB’nin tamamı sayılır.

## Deney: switching

lab-switching = Sırayı devretmenin bedeli

claim-threads-switching = İş parçacıkları arasında geçiş, süreçler arasında geçişten hızlıdır.
claim-processes-switching = Süreçler arasında geçiş, iş parçacıkları arasında geçişten pahalıdır.

field-switching-count = Örnek başına ölçüm
field-switching-lanes = En çok kulvar
field-switching-size = İş: asalların üst sınırı
unit-times = ölçüm
unit-lanes = kulvar

predict-switching = İki iş parçacığı sırayı birbirine devredip duruyor; sonra aynısını iki süreç yapıyor. Süreçlerde bir devir ne kadar uzun sürer?
predict-switching-same = Aşağı yukarı aynı
predict-switching-some = En çok 5 kat
predict-switching-ten = 5 ile 20 kat arası
predict-switching-much = 20 kattan çok
predict-switching-measured = Ölçülen: { $outcome } – { $value } kat.
predict-wrong-switching = Başka türlü çıktı. Her yolun ne tuttuğunu tablo gösteriyor.
predict-cannot-tell-switching = Ortak bellek olmayınca karşılaştıracak iş parçacığı da yok; bu çalıştırma soruyu yanıtlayamaz.

ratio-threads-switching = Süreçler arasında (kendi kanallarıyla) bir devir, iş parçacıkları arasındakinin (kilit ve koşul değişkeniyle) { $ratio } katı sürüyor
ratio-processes-switching = İki tarafın da en yalın aracıyla: süreçler arasında (ileti) olağan bir devir, iş parçacıkları arasındakinin (bekle ve uyandır) { $ratio } katı sürüyor

real-switching = Buradaki iş parçacıkları gerçekten uyur ve gerçekten uyandırılır; süreçlerin yerini tutan Worker’lar da öyle. Ama tarayıcı, içinde bağlam değişimi de bulunan bir devrin bedelini gösterir, yalnız bağlam değişiminin bedelini değil: iletiye tarayıcının kuyrukları ve olay döngüleri de girer. İşletim sisteminde süreçler arasında geçişi pahalı kılan bir şey daha vardır: işlemcinin başka bir belleğe bakmaya başlaması gerekir. İki kulvar iki çekirdekte çalışıyorsa, sıra hiçbir çekirdek iş değiştirmeden de devredilebilir; o zaman pahalı olan uyandırmaktır. Tabloda ölçüm başına birden çok gidiş dönüş yazıyorsa saat tek birini ayırt edemiyordur; dağılım o zaman ortalamaların dağılımıdır.
native-switching = Yerel programla (kosut { $program }) { $date } tarihinde başka bir makinede ({ $processor }, { $cores } çekirdek, { $system }) kaydedildi: sıranın devri iş parçacıkları arasında { $handOffThreads }, süreçler arasında { $handOffProcesses } sürdü; iki iş parçacıklı bir süreç { $startThreads }, iki süreç { $startProcesses } içinde başladı. Tarayıcıda iş parçacığı da bir Worker’dır; tarayıcı ona da, süreçte olduğu gibi, bir JavaScript ortamı kurar. Bunu ancak süreç başladıktan sonra yapabilir; bu yüzden iş parçacıklı bir süreç burada çoğu zaman aynı sayıda süreçten geç başlar.

switching-way-call = İşlev çağrısı
switching-way-atomics = İş parçacıkları, yalın bekle ve uyandır
switching-way-condvar = İş parçacıkları, koşul değişkeni
switching-way-post = Worker ile onu başlatan, yalın ileti
switching-way-direct = Süreçler, kendi kanalları
switching-way-conductor = Süreçler, yönetici üzerinden
switching-busy = { $lanes ->
    [one] Aynı iş, { $lanes } kulvarda
   *[other] Aynı iş, { $lanes } kulvarda
  }
switching-start-1x1 = Bir süreci başlatmak
switching-start-2x1 = İki süreci başlatmak
switching-start-1x2 = 2 iş parçacıklı süreci başlatmak
switching-start-1x4 = 4 iş parçacıklı süreci başlatmak

table-caption-switching = En az { $samples } örneğin ortancası; altında %95 aralığı. Devirler tek yön içindir.
column-switching = Ne
column-switching-time = Süre
column-switching-p50 = Yarısı bunun altında
column-switching-p99 = %99’u bunun altında
column-switching-group = Ölçüm başına gidiş dönüş
column-switching-bare = Yalın araca oranı
column-switching-best = En iyi kulvar sayısına oranı

chart-switching-ways = Devirler
chart-switching-times = Dağılım
chart-switching-busy = Çok kulvar
chart-switching-starts = Başlatmalar
chart-axis-hand-off = bir devir
chart-axis-share = bütün ölçümlerdeki pay
chart-axis-lanes = kulvar
chart-axis-busy = aynı işin süresi
chart-axis-start = hazır oluncaya dek

## Deney: race

lab-race = Tek sayı için yarış

claim-threads-race = Paylaşılan veriyi yönetmek zordur: yarış koşulu tehlikesi vardır.

field-race-scene = Paylaşılan
field-race-lanes = Kulvar sayısı
field-race-rounds = Kulvar başına adım
hint-race-rounds = { $min } – { $max } { $unit }
field-race-window = Okumayla yazma arasındaki pencere
hint-race-window = { $min } – { $max } { $unit }: yalnızca pencereyi genişletir, başka bir şey yapmaz
unit-additions = artırma
unit-transfers = havale
unit-seats = koltuk, bütün kulvarlar için
unit-turns = boş döngü turu

race-scene-counter = Sayaç
race-scene-counter-about = Bütün kulvarlar aynı sayıyı durmadan 1 artırır.
race-scene-bank = Banka
race-scene-bank-about = Bütün kulvarlar sekiz hesap arasında para aktarır; toplam değişmemelidir.
race-scene-seat = Son koltuk
race-scene-seat-about = Bütün kulvarlar aynı koltukları satar: boş mu diye bakar, sonra alır.

race-way-unsynchronised = Özensiz: oku, hesapla, yaz
race-way-mutex = Kilitle
race-way-atomic = Bölünmez tek işlemle
race-way-merge = Ayrı ayrı sayıp sonunda birleştirerek
race-way-processes = Sonucunu gönderen süreçlerle

race-numbers = Olması gereken ve olan
race-running = sürüyor …
race-right = kayıp yok
race-wrong-counter = { $count } artırma kayboldu
race-wrong-bank = { $count } kayıt kayboldu
race-wrong-seat = { $count } bilet fazla
race-expected-counter = Yapılan artırma
race-found-counter = Sayının gösterdiği
race-expected-bank = Yapılan kayıt
race-found-bank = Defterdeki kayıt
race-expected-seat = Satışa sunulan koltuk
race-found-seat = Satılan bilet
race-lanes = Kulvarların şimdiye kadarki adımları: { $steps }
race-rehearsal = Bu provaydı; izlenebilecek kadar uzun tutulur. Ölçülen çalıştırmalar bundan sonra gelir.

scheduler = Zamanlayıcı siz olun
scheduler-simulated = benzetim
scheduler-about = Burada yarışan bir şey yok: küçük iş parçacıkları sizi bekler, sıradaki adımı kimin atacağına siz karar verirsiniz. Her satır, kimsenin yarıda kesemeyeceği bir adımdır. Bozulmaması gerekeni bozmaya çalışın.
scheduler-failed = Sıralamalar çıkarılamadı.
scheduler-again = Yeniden dene
scheduler-fix = Önlem
scheduler-fix-none = Yok
scheduler-fix-lock = Kilit
scheduler-fix-atomic = Bölünmez işlemler
scheduler-size = İş parçacıkları
scheduler-size-2x1 = İki iş parçacığı, birer kez
scheduler-size-2x2 = İki iş parçacığı, ikişer kez
scheduler-size-3x1 = Üç iş parçacığı, birer kez
scheduler-memory = Ortak bellek
scheduler-free = boşta
scheduler-thread = { $name } iş parçacığı
scheduler-done = bitti
scheduler-ready = hazır
scheduler-blocked = kilidi bekliyor
scheduler-next = { $name } iş parçacığı: sıradaki adım
scheduler-steps = { $count ->
    [0] Henüz kimse adım atmadı.
    [one] Bir adım atıldı.
   *[other] { $count } adım atıldı.
  }
scheduler-holds-counter = Bütün artırmalar yerine ulaştı: sayı { $outcome }.
scheduler-broken-counter = Bozuldu: sayı { $outcome }, oysa { $expected } olmalıydı.
scheduler-holds-bank = Toplam hâlâ { $outcome }.
scheduler-broken-bank = Bozuldu: hesaplarda toplam { $outcome } var, oysa { $expected } olmalıydı.
scheduler-holds-seat = Bir koltuk, { $outcome } bilet.
scheduler-broken-seat = Bozuldu: { $expected } koltuk için { $outcome } bilet satıldı.
scheduler-undo = Geri al
scheduler-restart = Baştan başla
scheduler-forward = Bir adım ilerlet ({ $left } kaldı)
scheduler-auto = Kendiliğinden oynat
scheduler-ends = Adımların dizilebileceği { $count } sıralamanın tümü, sonuçlarına göre
scheduler-outcome-counter = Sayı
scheduler-outcome-bank = Toplam
scheduler-outcome-seat = Bilet
scheduler-orders = Sıralama
scheduler-share = Payı
scheduler-judged = Doğru mu?
scheduler-right = doğru
scheduler-wrong = bozuk
scheduler-show = Örnek
scheduler-play = { $outcome } sonucunu oynat

predict-race = { $lanes } kulvar aynı veriye özensizce yazıyor. Ne kadarı kaybolur?
predict-race-nothing = Hiçbiri: işlemci hata yapmaz
predict-race-little = Neredeyse hiçbiri, %1’den azı
predict-race-much = Hatırı sayılır bir bölümü, en çok yarısı
predict-race-most = Yarısı ya da daha çoğu
predict-race-measured = Ölçülen: { $outcome } – %{ $percent }.
predict-cannot-tell-race = Ortak bellek olmadan kulvarlar yarışamaz; bu çalıştırma soruyu yanıtlayamaz.

ratio-race = Özen gösterilmeyince olması gereken, bulunanın { $ratio } katı

reason-within-noise-race = Kulvarlar kimi örneklerde birbirinin işini neredeyse hiç bozmadı: okumayla yazma arasındaki pencere o kadar dar ki çekirdek çoğu kez ikisini de, sayı ötekine geçmeden bitiriyor. Pencereyi genişletin, örneğin 100 tura; çekirdekleri kullanan başka programları da kapatın.

answers-agree-race = Önlem alan yolların hiçbiri, hiçbir örnekte bir şey kaybetmedi.
answers-disagree-race = Önlem alan bir yol, bulması gerekeni bulmadı. Bu sayılara güvenmeyin.

column-race = Yol
column-race-expected = Olması gereken
column-race-found = Olan
column-race-lost = Kaybolan
column-race-share = Kaybolanın payı
column-race-cost = Adım başına süre
column-race-time = Süre
chart-race-cost = Adım başına süre
chart-race-cost-axis = Adım başına süre, bütün kulvarlar birlikte
chart-race-lost = Kaybolan
chart-race-lost-axis = Kaybolanın payı

real-race = Kulvarlar gerçek çekirdeklerde çalışan gerçek iş parçacıklarıdır, tek bir belleğe yazarlar ve hiçbir şey önceden ayarlanmamıştır: kaybolanı kaybeden, işlemcinizdir; her çalıştırma başka bir şey kaybeder. Her okuma ve her yazma tek başına atomiktir; dolayısıyla burada olan, dillerin veri yarışı (data race) dediği şey değil, yarış koşuludur. C, C++ ve güvenli olmayan Rust’ta veri yarışı da vardır, orada her şey olabilir. WebAssembly’nin atomik erişimleri bütün kulvarlar için tek bir sıradadır; bu yüzden çıplak işlemcilerin bellek erişimlerinin sırasını değiştirmesi burada görülmez. Yalnızca zamanlayıcı oyunu benzetimdir.

## Deney: gil

lab-gil = Küçük bir Python ve kilidi

claim-threads-gil = Python’da küresel yorumlayıcı kilidi (GIL), iş parçacıklarının koşut çalışmasına engel olur.
claim-processes-gil = Süreçler GIL’e takılmaz: her birinin kendi kilidi vardır.

field-gil-mode = Çalıştır neyi çalıştırsın?
gil-mode-compare = Karşılaştırmayı
gil-mode-compare-about = Hesabı ve beklemeyi kilitli iş parçacıklarında, kilitsiz iş parçacıklarında ve süreçlerde ölçer.
gil-mode-program = Kendi programınızı
gil-mode-program-about = Aşağıdaki düzenleyicide duran programı bir kez çalıştırır.
field-gil-workers = İş parçacığı ya da süreç sayısı
field-gil-size = Hesap işinin döngüsü
unit-thousand-turns = bin tur
field-gil-wait = Bekleme işinin bekleme süresi
field-gil-interval = Geçiş aralığı
hint-gil-interval = { $unit }: { $min } – { $max }. Kilidi bekleyen, bu kadar sonra onu ister; CPython’da 5.000’dir.
field-gil-source = Program
field-gil-gil = Küresel kilit (GIL)
gil-gil-on = Var
gil-gil-on-about = Her an tek bir iş parçacığı çalışır; CPython’ın alışılmış derlemesi böyledir.
gil-gil-off = Yok (serbest iş parçacıklı)
gil-gil-off-about = Bütün iş parçacıkları aynı anda çalışır; her nesnenin kendi kilidi vardır. CPython 3.13t gibi.
field-gil-checks = Kilit nerede el değiştirebilir?
gil-checks-loops-and-calls = Döngü başına dönerken ve çağrılarda
gil-checks-loops-and-calls-about = CPython’da 3.10’dan beri böyledir.
gil-checks-instructions = Her komuttan önce
gil-checks-instructions-about = CPython’da 3.9’a kadar aşağı yukarı böyleydi.
field-gil-lanes = Aynı anda en çok iş parçacığı
hint-gil-lanes = { $min } – { $max }, ana iş parçacığıyla birlikte: bu kadar gerçek kulvar başlatılır.

predict-gil = Yalnızca hesap olan bir işi, Python’ın GIL’i altında { $workers } iş parçacığı paylaşıyor. İş, art arda yapılmasına göre ne kadar hızlı biter?
predict-gil-ideal = Neredeyse { $workers } kat hızlı
predict-gil-some = Belirgin biçimde hızlı ama { $workers } kattan epey az
predict-gil-same = Aşağı yukarı aynı hızda
predict-gil-slower = Daha yavaş
predict-gil-measured = Ölçülen: { $outcome } – { $value } kat hız.
predict-wrong-gil = Başka türlü çıktı. Aynı iş parçacıklarını kilitli ve kilitsiz olarak grafik gösteriyor.
predict-cannot-tell-gil = Ortak bellek olmayınca kilidin altına girecek iş parçacığı da yok; bu çalıştırma soruyu yanıtlayamaz.

ratio-threads-gil = Kilit olmayınca aynı iş parçacıkları { $ratio } kat hızlı hesaplıyor
ratio-processes-gil = Süreçler, kilitli iş parçacıklarının { $ratio } katı hızda hesaplıyor
ratio-when-processes-cpu = Python’da süreçler, iş parçacıklarının { $ratio } katı hızda hesaplıyor
ratio-when-processes-cores = İkisinden de çekirdek sayısı kadar olunca süreçler, Python’daki iş parçacıklarının { $ratio } katı hızda hesaplıyor
reason-too-short-gil = Her iş 5 ms’den kısa sürdü; bir iş parçacığı kilidi ancak bu kadar bekledikten sonra ister. Başlatma da bu kadar sürdüğünden, bu süreler kilit hakkında bir şey söylemiyor. Daha büyük bir boyut seçin.
reason-not-in-run-gil = Bu çalıştırmada süreç sayısı çekirdek sayısından azdı. Çekirdek sayısı kadar işçi seçin.

answers-agree-gil = Ölçülen her iş doğru yanıtı verdi.
answers-disagree-gil = İşlerden biri yanlış yanıt verdi. Bu sürelere güvenmeyin.

gil-kind-cpu = Hesaplayan iş
gil-kind-io = Bekleyen iş
gil-way-serial = Art arda
gil-way-gil = Kilitli iş parçacıkları
gil-way-free = Kilitsiz iş parçacıkları
gil-way-processes = Süreçler
gil-row-cpu-serial = Hesap, art arda
gil-row-cpu-gil = Hesap, kilitli iş parçacıkları
gil-row-cpu-free = Hesap, kilitsiz iş parçacıkları
gil-row-cpu-processes = Hesap, süreçler
gil-row-io-serial = Bekleme, art arda
gil-row-io-gil = Bekleme, kilitli iş parçacıkları
gil-row-io-free = Bekleme, kilitsiz iş parçacıkları
gil-row-io-processes = Bekleme, süreçler
gil-row-program = Programınız

table-caption-gil = { $samples ->
    [one] Tek çalıştırma.
   *[other] Her biri { $samples } örneğin ortancası; altında %95 aralığı. Hızlanma, art arda çalışmaya göredir.
  }
column-gil = İş ve yol
column-gil-workers = İşçi
column-gil-switches = Kilidin el değiştirmesi
column-gil-start = İşçilerin başlaması
chart-gil-speedup = Hızlanma
chart-gil-axis = Hızlanma; kesikli çizgi art arda çalışmadır

real-gil = Bu, CPython değil, dilin bir bölümünü bilen, Rust ile yazılmış küçük bir Python’dır; hızı da kendine göredir. Kilidi ise CPython’ınki gibi işler: bayt kodunu tek bir iş parçacığı çalıştırır, bekleyen geçiş aralığının sonunda kilidi ister, kilidi tutan ilk döngü sonunda ya da çağrıda onu devreder, bekleten çağrılar onu bırakır. İş parçacıkları, tek belleğin üzerindeki gerçek kulvarlardır; süreç, kendi yorumlayıcısı ve kendi kilidi olan bir Worker’dır. Bekleme burada bir uykudur; ağın ve diskin yerini tutar. Aynı karşılaştırmanın CPython’da yapılanı, aşağıdaki Python ikizidir: makinenizde vereceği sayıları bunların yanına koyun.

gil-compared = Karşılaştırma, şimdilik
gil-compared-running = sürüyor …
gil-compared-rehearsal = (prova)

gil-program = Kendi Python’ınız
gil-open = Düzenleyiciyi aç
gil-program-about = Bir program yazın ya da örneklerden biriyle başlayın; burada çalıştırın ya da komut komut izleyin. Program bayt koduna çevrilir, bu sayfanın gerçek iş parçacıklarında ve süreçlerinde çalışır; makinenizden dışarı bir şey çıkmaz.
gil-turns = Ortak bellek olmayınca programın iş parçacıkları burada tek bir kulvarda, hep kilit altında, sırayla çalışır; süreçleri yine yan yana çalışır.
gil-example = Başlangıç programı
gil-example-own = Kendi programınız
gil-example-own-about = Yazdıklarınız adreste ve kopyaladığınız bağlantılarda da bulunur.
gil-example-cpu-threads = İş parçacıklarında hesap
gil-example-cpu-threads-about = Kilit altında hesaplayan iş parçacıkları sırayla çalışır: hepsinin birlikte aldığı süre, art arda alacakları süredir.
gil-example-cpu-processes = Süreçlerde hesap
gil-example-cpu-processes-about = Döngü aynıdır; ama her sürecin kendi yorumlayıcısı ve kendi kilidi vardır.
gil-example-io-threads = İş parçacıklarında bekleme
gil-example-io-threads-about = Bekleyen, kilidi bırakır. Hepsi aynı anda bekler.
gil-example-io-processes = Süreçlerde bekleme
gil-example-io-processes-about = Bu da olur; ama süreç başlatmak, iş parçacığı başlatmaktan pahalıdır.
gil-example-counter = counter += 1, özensiz
gil-example-counter-about = Dört komuttur; ama 3.10’dan beri aralarında kilidin el değiştirebileceği bir yer yoktur: hiçbir şey kaybolmaz. Kilidi her komuttan önce el değiştirtin ya da kaldırın, bir de öyle bakın.
gil-example-counter-call = counter += 1, arada bir çağrıyla
gil-example-counter-call-about = Okumayla yazma arasındaki çağrı tam da öyle bir yerdir: GIL varken de artırmalar kaybolur.
gil-example-counter-lock = counter += 1, kilitle
gil-example-counter-lock-about = Programın kendi kilidi üç adımı bir arada tutar. GIL varken de yokken de doğrudur.
gil-example-convoy = Konvoy
gil-example-convoy-about = Bir iş parçacığı hesaplar, öteki durmadan kısacık bekler: kilidi her geri isteyişinde geçiş aralığı kadar sıra bekler.
gil-example-deadlock = İki kilit, ters sıra
gil-example-deadlock-about = GIL kilitlenmeden korumaz: her biri bir kilidi tutar, ötekininkini bekler. Burada Ada bir saniye sonra vazgeçer; PATIENCE = -1 olunca ikisi de donar, yalnızca Durdur işe yarar.
gil-example-messages = Süreçler arasında ileti
gil-example-messages-about = Süreçler hiçbir şey paylaşmaz. Birinin ötekine söyledikleri kuyruktan, kopya olarak geçer.
gil-example-pool-threads = İş parçacığı havuzu
gil-example-pool-threads-about = Süreç havuzundakiyle aynı iş; süreleri karşılaştırın.
gil-example-pool-processes = Süreç havuzu
gil-example-pool-processes-about = İş parçacığı havuzundan tek farkı sınıfın adıdır.
gil-replaced = Yazdığınız programın yerine başkası geldi.
gil-restore = Geri getir
gil-source = Program (Python)
gil-source-hint = Sekme (Tab) tuşu girintiler, Ctrl+Enter (⌘+Enter) çalıştırır. Düzenleyiciden klavyeyle çıkmak için önce Escape’e, sonra Tab’a basın.
gil-source-hint-plain = Düz metin alanı; bir girinti dört boşluktur.
gil-fault = { $line }. satır, { $column }. sütun:
gil-fault-go = { $line }. satıra git
gil-remedy-annotation = Tür bildirimini yazmayın.
gil-remedy-async = İş parçacıklarını kullanın: bu Python’ın konusu onlardır.
gil-remedy-bytes = str kullanın.
gil-remedy-class = Veriyi dict, list ya da tuple içinde tutun; onu argüman olarak alan işlevler yazın.
gil-remedy-closure = Değeri argüman olarak verin ya da ikisini de en dış düzeyde tanımlayın.
gil-remedy-complex = Gerçek ve sanal kısmı iki float içinde tutun.
gil-remedy-decorator = İşlevi başka bir işlevin içinden çağırın.
gil-remedy-ellipsis = pass ya da None yazın.
gil-remedy-except-star = except’i yıldızsız yazın.
gil-remedy-f-string = Değeri önce bir ada atayın.
gil-remedy-generator = Yerine [ ] içinde bir liste üretimi yazın.
gil-remedy-import = Kullandığınız adları ya da modülün kendisini içe aktarın.
gil-remedy-keyword-only = Onu sıradan bir parametre yapın: adıyla da verilebilir.
gil-remedy-lambda = def ile bir işlev tanımlayın.
gil-remedy-match = if ve elif kullanın.
gil-remedy-matrix = Listeler üzerinde döngü yazın.
gil-remedy-nesting = İçteki bölümleri ayrı işlevlere ya da adlara taşıyın.
gil-remedy-nonlocal = Değeri döndürün ya da global kullanın.
gil-remedy-positional-only = Eğik çizgiyi yazmayın.
gil-remedy-set = Değerleri None olan bir dict ya da bir liste kullanın.
gil-remedy-star = Değerleri tek tek yazın ya da argüman olarak tek bir liste alın.
gil-remedy-star-assign = Dilim kullanın: first, rest = values[0], values[1:]
gil-remedy-walrus = Atamayı ayrı bir satırda yapın.
gil-remedy-yield = Değerleri bir listede toplayıp onu döndürün.
gil-remedy-delete-attribute = Silmek yerine None atayın.
gil-run = Programı çalıştır
gil-steps-open = Adım adım
gil-steps-close = Adımları kapat
gil-output = Çıktı
gil-output-clear = Temizle
gil-output-cut = Çıktının sonu, { $shown } karakter; kopyalayınca daha çoğu gelir.
gil-state-running = Çalışıyor
gil-state-finished = Program bitti.
gil-state-failed = Program bir hatayla bitti.
gil-state-stopped = Durduruldu.
gil-lock-none = Küresel kilit yok.
gil-lock-free = Küresel kilit boşta.
gil-lock-held = Küresel kilit { $lane }. kulvarda.
gil-lock-held-by = Küresel kilidi tutan: { $name }.
gil-switches = { $count ->
    [0] Kilit hiç el değiştirmedi.
    [one] Kilit bir kez el değiştirdi.
   *[other] Kilit { $count } kez el değiştirdi.
  }

gil-steps = Komut komut
gil-steps-about = Burada zamanlayıcı sizsiniz. Kilidin kuralları geçerlidir: küresel kilidi tutan iş parçacığı, kilidin el değiştirebileceği bir yere gelmedikçe başkası ilerleyemez.
gil-steps-failed = Adımlar çıkarılamadı.
gil-steps-stale = Program bu arada değişti. Yenisini adımlamak için baştan başlayın.
gil-rule = Kilidin kuralı
gil-rule-loops-and-calls = Döngü başına dönerken ve çağrılarda el değiştirir (3.10’dan beri)
gil-rule-instructions = Her komuttan önce el değiştirir (aşağı yukarı 3.9’a kadar)
gil-rule-free = Küresel kilit yok (serbest iş parçacıklı)
gil-step-back = Bir adım geri
gil-step-restart = Baştan başla
gil-step-many = { $count } adım ilerle
gil-step-next = Sıradaki komut
gil-step-next-of = { $name }: sıradaki komut
gil-step-line = Sonraki satıra
gil-step-line-of = { $name }: sonraki satıra
gil-step-none = Henüz adım atılmadı.
gil-step-count = { $count } adım atıldı.
gil-step-done = { $count }. adım: { $name }, { $instruction } komutunu yürüttü.
gil-step-over = { $count } adımda bütün iş parçacıkları bitti.
gil-lane-holds = kilit onda
gil-lane-ready = ilerleyebilir
gil-lane-wants-lock = küresel kilidi bekliyor
gil-lane-blocked = bekliyor: { $waits }
gil-lane-blocked-somehow = bekliyor
gil-lane-done = bitti
gil-where = { $name } içinde, { $line }. satır. Sıradaki:
gil-listing = { $name } bayt kodu
gil-stack = Yığın (en üstteki başta)
gil-stack-empty = boş
gil-locals = Yerel değişkenler
gil-globals = Genel değişkenler

## Deney: deadlock

lab-deadlock = Birbirini sonsuza dek beklemek
claim-threads-deadlock = İş parçacıkları birbirlerini sonsuza dek bekleyebilir.

field-deadlock-scene = Sahne
deadlock-scene-table = Yuvarlak masada filozoflar
deadlock-scene-table-about = Her kulvar bir filozof, her çatal bir kilit. Yemek isteyene iki yanındaki çatal gerekir.
deadlock-scene-two-locks = İki kilit, ters sıra
deadlock-scene-two-locks-about = Bir kulvar önce 1. kilidi sonra 2.yi alır, öteki önce 2.yi sonra 1.yi: olabilecek en küçük kilitlenme.
deadlock-scene-messages = İki süreç ve mektupları
deadlock-scene-messages-about = Ne kilit var ne ortak bellek: her biri, ötekinin mektubu gelmeden yazmıyor.
field-deadlock-philosophers = Filozof sayısı
field-deadlock-strategy = Saf yolla karşılaştırılan
deadlock-strategy-all = Ötekilerin hepsi
deadlock-strategy-ordered = Yalnızca sıralı çatallar
deadlock-strategy-back-off = Sıralı çatallar ve geri çekilme
deadlock-strategy-waiter = Sıralı çatallar ve garson
deadlock-strategy-timeout = Sıralı çatallar ve süre sınırı
field-deadlock-meals = Bir turdaki öğün sayısı
field-deadlock-work = Bir öğünün işi
field-deadlock-pause = İki çatal arasındaki duraklama
hint-deadlock-pause = { $unit }: { $min } – { $max }. Saf yolun donabileceği aralığı genişletir; bütün yollarda aynıdır. 0 iken de donar, yalnızca daha geç.
field-deadlock-patience = Donmuş masanın gösterilme süresi
hint-deadlock-patience = { $unit }: { $min } – { $max }. Siz daha önce sonlandırmadıysanız süreç bu sürenin sonunda sonlandırılır.

unit-philosophers = filozof
unit-meals = toplam öğün
unit-spins = hesap adımı, her biri yaklaşık 1 nsn

predict-deadlock = Herkes önce sol çatalı alıyor, sonra sağdakini: { $philosophers } kulvar, tur başına { $meals } öğün. Turların kaçı donar?
predict-deadlock-never = Hiçbiri: iki çatalı da alan biri hep bulunur
predict-deadlock-sometimes = Bazıları, ama hepsi değil
predict-deadlock-always = Hepsi
predict-deadlock-measured = Ölçülen: { $outcome } – { $runs } turun { $frozen } tanesi dondu.
predict-cannot-tell-deadlock = Ortak bellek olmadığı için masaya kimse oturamadı; bu çalıştırma soruyu yanıtlayamaz.
ratio-threads-deadlock = Aynı öğünler için sıralı çatalların en az { $ratio } katı süre: donanlar dışarıdan sonlandırıldı
reason-not-in-run-deadlock = Bu sahnede iş parçacığı yok, süreçler var. Masayı ya da iki kilidi seçin.
reason-within-noise-deadlock = Saf turların hüküm vermeye yetecek kadarı donmadı. Daha çok öğün ya da çatallar arasında daha uzun bir duraklama sonucu belirginleştirir.
answers-agree-deadlock = Her öğün sayıldı; hiçbir çatal aynı anda iki elde olmadı.
answers-disagree-deadlock = Eksik öğün var. Bu çalıştırmaya güvenmeyin.

column-deadlock = Yol
table-caption-deadlock = Ortancalar; altlarında %95 aralığı, son iki sütunda en kısa ve en uzun süre. Donan tur, sonlandırıldığı ana kadarki süresiyle sayılır.
column-deadlock-runs = Tur
column-deadlock-frozen = Donan
column-deadlock-rate = Öğün ya da mektup
column-deadlock-fairness = Adillik
column-deadlock-given-up = Öğün başına geri bırakılan çatal
column-deadlock-freeze = Donana kadar
column-deadlock-free = Sonlanmadan yeniden hesaba kadar
chart-deadlock-rate = Saniyedeki öğün
chart-deadlock-fairness = Adillik (%100: herkes eşit yedi)

deadlock-way-naive = Saf yol: önce sol, sonra sağ
deadlock-way-ordered = Sıralı çatallar
deadlock-way-back-off = Dene, olmazsa geri çekil
deadlock-way-waiter = Garson
deadlock-way-timeout = Süre sınırı
deadlock-way-both-wait = Mektuplar: ikisi de bekler
deadlock-way-one-first = Mektuplar: biri önce yazar

deadlock-mood-thinking = düşünüyor
deadlock-mood-hungry = aç
deadlock-mood-eating = yiyor
deadlock-mood-pausing = çatalı geri bıraktı
deadlock-mood-frozen = donmuş
deadlock-mood-done = kalktı
deadlock-mood-thinking-post = çalışıyor
deadlock-mood-hungry-post = mektup bekliyor
deadlock-stage-empty = Masa kuruldu. Her numaranın altındaki sayı, yediği öğünlerdir.
deadlock-stage-running = Yemek sürüyor. Çatallar onları tutanların önünde; ok, kimin beklendiğini gösteriyor.
deadlock-stage-running-post = Mektuplar gidip geliyor. Ok, kimin beklendiğini gösteriyor.
deadlock-stage-frozen = Kilitlenme: başlangıçtan { $after } sonra oluştu. Burada artık hiçbir şey kıpırdamayacak. Sayfa çalışmayı sürdürüyor; duran yalnızca bu süreç.
deadlock-stage-ended = Başlangıçtan { $after } sonra donmuştu. Süreci sonlandırıldı; { $freed } sonra yerine geçen süreç hesap yapıyordu.
deadlock-stage-ended-by-reader = Başlangıçtan { $after } sonra donmuştu. Sürecini siz sonlandırdınız; yerine geçen süreç hesap yapıyor.
deadlock-stage-stopped = Başlangıçtan { $after } sonra donmuştu. Deney durduruldu; donmuş olan da onunla birlikte sona erdi.
deadlock-stage-done = Bütün öğünler { $time } içinde yendi; herkes kalktı.
deadlock-stage-done-post = Bütün mektuplar { $time } içinde ulaştı.
deadlock-waits = { $one } numara { $other } numarayı bekliyor
deadlock-end = Süreci sonlandır
deadlock-ending = Sonlandırılıyor …

real-deadlock = Kilitler gerçek: bir kilidi dolu bulan kulvar, kendi Worker’ında WebAssembly’nin atomik beklemesiyle uyur ve onu uyandıran olmaz. Gözcü masanın bir parçası değildir; ortak bellekteki kilit tablosunu dışarıdan iki kez okur ve bir çemberi ancak arada hiçbir şey kıpırdamadıysa bildirir. İşletim sistemindeki bir kilitlenme de hata ayıklayıcıda aynı görünür. Fark şu: tarayıcı yalnızca Worker’ların durup beklemesine izin verir, sayfanınkine asla; sayfa bu yüzden uyanık kalır ve süreci sonlandırabilirsiniz. Gösterilen tur, ölçülen turların üç katı öğün içerir.

## Deney: crash

lab-crash = Bir kulvar çöküyor

claim-processes-isolation = Bir süreç çökerse ötekiler çalışmayı sürdürür.

field-crash-fault = Arıza
crash-fault-all = Yedisi de, sırayla
crash-fault-random = Rastgele: arıza, kulvar ve an
crash-fault-panic = Panik
crash-fault-trap = Geçersiz komut (trap)
crash-fault-stack-overflow = Yığın taşması
crash-fault-out-of-memory = Bellek tükenmesi
crash-fault-endless-loop = Sonsuz döngü
crash-fault-wild-write = Başıboş yazma
crash-fault-kill = Dışarıdan sonlandırma (kill)
field-crash-workers = Kulvar
field-crash-lane = Arızalanan kulvar
field-crash-moment = An: işin yüzde kaçında
field-crash-batch = Bir teslimatta kulvar başına karo
field-crash-size = Resim, kenarı kaç piksel
crash-size-512 = 512
crash-size-1024 = 1024
crash-size-1536 = 1536
crash-size-2048 = 2048
field-crash-rounds = Her topolojideki arıza sayısı
field-crash-seed = Tohum

predict-crash = Birkaç kulvardan biri tekrar tekrar arızalanıyor. Kendi işinden başka kimin işi yiter?
predict-crash-threads = Öteki iş parçacıklarınınki; öteki süreçlerinki değil
predict-crash-processes = Öteki süreçlerinki; öteki iş parçacıklarınınki değil
predict-crash-both = İki durumda da ötekilerinki
predict-crash-neither = İki durumda da yalnızca kendisininki
predict-crash-measured = Ölçülen: { $outcome }. Başkalarının yiten karoları: iş parçacıklarında { $threads }, süreçlerde { $processes }.
predict-wrong-crash = Başka türlü çıktı. Tablo, her arızanın kime zarar verdiğini gösteriyor.
predict-cannot-tell-crash = Ortak bellek olmadan karşılaştırılacak iş parçacığı yok; bu çalıştırma soruyu yanıtlayamaz.

ratio-processes-isolation = Bir arıza, iş parçacıklarında süreçlerdekinin { $ratio } katı karoya mal oluyor (ortancalar)
answers-agree-crash = Her arızanın ardından 64 karonun tümü sonunda yerindeydi ve doğruydu.
answers-disagree-crash = Bir çalıştırma, karolarının tümü tamamlanmadan bitti. Bu sayılara güvenmeyin.

real-crash = Arızalar gerçektir: panik, reddedilen komut, tükenen yığın, tükenen bellek ve bitmeyen döngü WebAssembly’de gerçekten olur; sonlandırma da Worker’ı dışarıdan bitirir. Ama tarayıcıda sonlandırılacak bir işletim sistemi süreci yoktur, onun yerine bir Worker durur. Belleğin kendiliğinden düşük bir sınırı yoksa deney 256 MiB’lik bir sınır koyar. Başıboş yazma, yinelenebilsin diye kendi belleğindeki bitmiş sonuçlarla sınırlıdır; gerçeği her şeye rastlayabilir. Tek kulvarlı bir süreç karo karo teslim eder; iş parçacıklı bir süreç ise bütün kulvarları karolarını bitirince, çünkü Worker’ı o ana dek bloke durur. Bir teslimatta daha az karo olursa daha az şey yiter, ama öteki kulvarların o sırada uğraştıkları her durumda yiter.

crash-way-threads = İş parçacıkları: tek süreç, tek bellek
crash-way-processes = Süreçler: her birinin belleği ayrı
crash-row-threads = { $fault ->
    [none] İş parçacıkları, arızasız
    [panic] İş parçacıkları, panik
    [trap] İş parçacıkları, geçersiz komut
    [stack-overflow] İş parçacıkları, yığın taşması
    [out-of-memory] İş parçacıkları, bellek tükenmesi
    [endless-loop] İş parçacıkları, sonsuz döngü
    [wild-write] İş parçacıkları, başıboş yazma
   *[kill] İş parçacıkları, sonlandırma
  }
crash-row-processes = { $fault ->
    [none] Süreçler, arızasız
    [panic] Süreçler, panik
    [trap] Süreçler, geçersiz komut
    [stack-overflow] Süreçler, yığın taşması
    [out-of-memory] Süreçler, bellek tükenmesi
    [endless-loop] Süreçler, sonsuz döngü
    [wild-write] Süreçler, başıboş yazma
   *[kill] Süreçler, sonlandırma
  }
crash-number = Arıza { $number } / { $of }: { $fault }
crash-undisturbed = Karşılaştırma için arızasız
crash-nothing-yet = Burada henüz bir şey çalışmadı.
crash-words-undisturbed = Bu çalıştırmada hiçbir şey ters gitmiyor.
crash-words-before = Henüz kimse bir terslik fark etmedi.
crash-words-noticed-threads = { $noticed } sonra fark edildi. { $redone } karonun yeniden hesaplanması gerekiyor; bunların { $others } tanesi hiçbir suçu olmayan kulvarlardan.
crash-words-noticed-processes = { $noticed } sonra fark edildi. { $redone } karonun yeniden hesaplanması gerekiyor; bunların { $others } tanesi öteki süreçlerden.
crash-words-over-threads = { $noticed } sonra fark edildi, { $recovered } sonra giderildi. { $redone } karo yeniden hesaplandı; bunların { $others } tanesi hiçbir suçu olmayan kulvarlardan.
crash-words-over-processes = { $noticed } sonra fark edildi, { $recovered } sonra giderildi. { $redone } karo yeniden hesaplandı; bunların { $others } tanesi öteki süreçlerden.
crash-mark-begun = hesaplanıyor
crash-mark-finished = bitti, teslim edilmedi
crash-mark-lost = bitmişti, yitti
crash-mark-cut-off = yarıda kaldı
crash-mark-wrong = teslim edildi ama yanlış
crash-mark-again = yeniden hesaplandı

table-caption-crash = Her arızanın kaç karoya mal olduğu ve ne kadar sürdüğü. Bir arıza birden çok kez geldiyse süreler ortancadır.
column-crash = Topoloji ve arıza
column-crash-lost = Yiten
column-crash-cut-off = Yarıda kalan
column-crash-wrong = Yanlış
column-crash-redone = Yeniden hesaplanan
column-crash-others = Başkalarınınki
column-crash-noticed = Fark edilme
column-crash-recovered = Giderilme
column-crash-time = Bütün çalıştırma

chart-crash-redone = Yeniden hesaplanan karolar
chart-crash-redone-axis = arıza başına yeniden hesaplanan karo
chart-crash-recovered = Toparlanma süresi
chart-crash-recovered-axis = arızadan her şey yeniden yerine gelene dek

## Deney: waiting

lab-waiting = Çekirdek istemeyen bekleyiş

claim-when-threads-io = Giriş/çıkış işlerinde (dosya, ağ, kullanıcıyı bekleme) iş parçacıkları kullanılmalıdır.

field-waiting-kind = Ne bekleniyor
waiting-kind-network = Ağdan bir yanıt
waiting-kind-network-about = Her iş, bu sayfanın kendi service worker’ına yapılan engelleyici bir istektir; yanıt, ayarlanan gecikmeden sonra gelir.
waiting-kind-file = Bir dosya
waiting-kind-file-about = Her iş, kulvarının kendi dosyasına yazar, kaydedilmesini bekler ve geri okur.
waiting-kind-input = Siz
waiting-kind-input-about = Bir kulvar siz bir satır yazana dek bekler; ötekiler hesaplamayı sürdürür.
waiting-kind-timer = Bir zamanlayıcı
waiting-kind-timer-about = Her iş yalnızca gecikme süresince uyur; dışarıdan kimsenin payı yoktur.
field-waiting-jobs = İş sayısı
field-waiting-workers = İş parçacığı ya da süreç
field-waiting-delay = Her işin bekleyişi
field-waiting-size = Dosya boyutu
field-waiting-limit = Sizi bekleme süresi
hint-waiting-workers = { $min } ile { $max } arası. Bu deneyin derdi, çekirdek sayısını aşmaktır.
hint-waiting-delay = { $unit }: { $min } ile { $max } arası. Ağ ve zamanlayıcı için geçerli.
hint-waiting-size = { $unit }: { $min } ile { $max } arası. Dosya için geçerli.
hint-waiting-limit = { $unit }: { $min } ile { $max } arası. Süre dolunca bekleyiş biter; yazsanız da, yazmasanız da.
unit-jobs = iş
unit-kibibytes = KiB
unit-seconds = saniye

predict-waiting = { $jobs } iş yalnızca bekliyor. { $workers } iş parçacığı bunları bir taneye göre kaç kat hızlı bitirir?
predict-waiting-no = Daha hızlı bitirmez
predict-waiting-cores = Aşağı yukarı çekirdek sayısı kadar
predict-waiting-workers = Çekirdek ne kadar az olursa olsun, aşağı yukarı iş parçacığı sayısı kadar
predict-waiting-measured = Ölçülen: { $outcome } – { $value } kat.
predict-wrong-waiting = Başka türlü çıktı. Aynı anda kaç işin beklediğini tablo gösteriyor.
predict-cannot-tell-waiting = Bu çalıştırmada karşılaştıracak iş parçacığı yok; soruyu yanıtlayamaz.

ratio-when-threads-io-time = Aynı işler süreçlerde, iş parçacıklarındakinin { $ratio } katı sürüyor (0,95’ten başlayarak iş parçacıkları geri kalmamış sayılır)
ratio-when-threads-io-memory = Süreçler, iş parçacıklarının { $ratio } katı bellek istiyor
answers-agree-waiting = Her yolda her iş tam bir kez yapıldı.
reason-not-in-run-waiting = Bu çalıştırma iş parçacıklarını süreçlerle karşılaştırmadı: ya tek işçi vardı, ya o kadar süreç başlatılamadı, ya da beklenen sizdiniz.

waiting-way-serial = Tek kulvar
waiting-way-threads = { $workers } iş parçacığı
waiting-way-processes = { $workers } süreç
waiting-way-event-loop = Tek kulvar, olay döngüsü
waiting-for-request = yanıt
waiting-for-pause = zamanlayıcı
waiting-for-file = dosya
waiting-for-input = siz

waiting-line = 1. kulvarın beklediği satır
waiting-send = Gönder
waiting-stage-before = Çalıştır’a basın. 1. kulvar o zaman satırınızı en çok { $seconds } saniye bekler; ötekiler hesaplar.
waiting-stage-starting = Kulvarlar başlatılıyor …
waiting-stage-waiting = 1. kulvar, siz bir satır yazana dek, en çok { $time } boyunca bekliyor. Ötekiler işlerini sürdürüyor.
waiting-stage-sent = Satırınız yolda.
waiting-stage-typed = 1. kulvar “{ $line }” satırını okudu ve yoluna devam etti.
waiting-stage-silent = { $time } içinde kimse yazmadı; bekleyiş bitti.
waiting-stage-refused = Satırınızı alan olmadı: sayfanın service worker’ı yanıt vermiyor.
waiting-lane-waits = 1. kulvar bekliyor
waiting-others-compute = { $lanes ->
    [one] Öteki { $lanes } kulvar hesaplıyor
   *[other] Öteki { $lanes } kulvar hesaplıyor
  }
waiting-blocks = { $blocks ->
    [one] { $blocks } sayı öbeğinde asal arandı
   *[other] { $blocks } sayı öbeğinde asal arandı
  }

table-caption-waiting = Bütün işler, her yolla. Süreler { $samples } çalıştırmanın ortancasıdır; bellek, süreçlerin toplamıdır.
column-waiting = Yol
column-waiting-for = Beklenen
column-waiting-at-once = Aynı anda bekleyen
column-waiting-memory = Bellek
column-waiting-meanwhile = Bu arada hesaplanan

chart-waiting-time = Süre
chart-waiting-time-axis = Bütün işler
chart-waiting-memory = Bellek
chart-waiting-memory-axis = Bütün süreçlerin belleği

real-waiting = Kulvarlar burada gerçekten engellenir: istek eşzamanlı bir istektir ve bu sayfanın service worker’ı yanıt verene dek Worker’ı hiçbir şey yapmaz; zamanlayıcı, atomik bir bekleyiştir; dosya, tarayıcının kapalı dosya sistemindedir ve kulvar işe başlamadan açılır, çünkü engellenen bir kulvar dosya açamaz. İşin içinde ağ yoktur; ağdan kalan yalnızca gecikmedir. Ayrıca bir sayfanın tek bir service worker’ı vardır; çok istek birden gelirse onları sırayla ele alır. Olay döngüsü fetch ile sorar ve yanıtlar gelene dek yapacak işi yoktur. Dosyada bunun karşılığı bulunmaz, çünkü döngüler dosyaları iş parçacıklarına bırakır. Gösterilen bellek WebAssembly’nin belleğidir: bir iş parçacığının 256 KiB’lik yığını ortak bellekte durur ve orada sayılır; bir sürecin ise en az 1,2 MiB’lik kendi belleği vardır. Tarayıcı, ister iş parçacığı ister süreç olsun, her Worker için ayrıca ne kadar bellek kullandığını bildirmez. İş parçacıkları da süreçler de eşit ölçüde iyi bekler, çünkü bekleyen bir kulvar çekirdek istemez. İş parçacıkları daha az bellek ister; en azını olay döngüsü ister. İşletim sisteminde istekler, üst süreçteki bir sunucuya açılan TCP bağlantılarıdır; döngü de sistemin poll çağrısını kullanır.

## Deney: server

lab-server = Bir sunucu ve istemcileri

claim-when-threads-server = Çok sayıda istemciye hizmet veren bir web sunucusu için iş parçacıkları uygundur.

field-server-arrivals = İstekler nereden geliyor
server-arrivals-poisson = Bir tohumdan ve sizden
server-arrivals-clicks = Yalnızca sizden
server-arrivals-clicks-about = Aşağıda seçilen havuzlardan ilkiyle tek bir sunucu açılır, bunun yanında hiçbir şey ölçülmez. Siz kapatınca ya da son isteğinizden 20 saniye sonra kapanır.
field-server-pools = Havuzlar
server-pools-1xN = Tek sürecin iş parçacıkları (1×N)
server-pools-Nx1 = Süreçler (N×1)
server-pools-PxT = İş parçacıklı iki süreç (2×T)
server-pools-1x1 = Tek kulvar (1×1)
hint-server-pools = Her biri tek kulvarla karşılaştırılır.
field-server-workers = Her havuzdaki kulvar
field-server-rate = Saniyedeki istek
field-server-compute = Her istek kaç ms hesaplıyor
field-server-wait = Her istek kaç ms bekliyor
field-server-queue = Kuyruktaki yer
field-server-limit = 100 yanıttan 95’i için sınır, ms
field-server-window = İstekler kaç ms boyunca geliyor
field-server-seed = Tohum

predict-server = Her istek { $compute } ms hesaplıyor, { $wait } ms bekliyor. { $lanes } iş parçacığı, tek bir kulvarın kaç katı istek yanıtlar?
predict-server-same = Hemen hemen aynı sayıda
predict-server-cores = En çok, makinedeki çekirdek sayısı katı
predict-server-between = Çekirdek sayısından çok, iş parçacığı sayısından az
predict-server-lanes = Yaklaşık, iş parçacığı sayısı katı
predict-server-measured = Ölçülen: { $outcome } – { $lanes } iş parçacığı ve { $cores } çekirdekle { $ratio } katı.
predict-cannot-tell-server = Ortak bellek olmadan iş parçacığı yok; bu çalıştırma soruyu yanıtlayamaz.

ratio-when-threads-server-rate = İş parçacıkları, süreçlerin { $ratio } katı istek yanıtlıyor (istek yığınları; 0,95’ten başlayarak geri kalmamış sayılırlar)
ratio-when-threads-server-memory = Süreçler, iş parçacıklarının { $ratio } katı bellek istiyor
reason-not-in-run-server = Bu çalıştırmada iş parçacıklarıyla süreçler yan yana yoktu. İkisini de seçin.
answers-agree-server = Her istek ya doğru yanıtı aldı ya da geri çevrildi ve sayıldı.
answers-disagree-server = Bir istek yanlış yanıt aldı. Bu sayılara güvenmeyin.

real-server = Her istek gerçekten hesaplar, sonucu denetlenen bir asal sayımıdır bu; ardından kulvarı gerçekten engellenir: bu sayfanın kendi service worker’ına yapılan eşzamanlı bir istekle, o yoksa yalın bir beklemeyle; hangisi olduğunu günlük söyler. Ortada bir ağ da istemci de yoktur: isteklerin geleceği anları tohum belirler, sizinkiler siz bastıkça eklenir. İş parçacıklarında kuyruk, ortak bellektedir. Süreçlerde ise ön süreç yöneticidir: kuyruğu o tutar, boşta olana bir isteği ileti olarak gönderir; tarayıcı bunu birkaç milisaniye geciktirebilir. Süreçlerin belleğini göremez, bu yüzden kulvarları yalnızca bir istekleri olduğunu gösterir. Hesaplayan bir istek boş bir çekirdekte bu süreyi tutar; sayıları çekirdekleri aşınca, gerçek bir sunucuda olduğu gibi birbirlerini yavaşlatırlar.

server-send = { $count ->
    [one] Bir istek gönder
   *[other] { $count } istek gönder
}
server-close = Sunucuyu kapat
server-open = Sunucu açık: istekleriniz kuyruğa giriyor.
server-shut = Şu anda size açık bir sunucu yok. Deneyi çalıştırın, istekler gelirken siz de gönderin.
server-nothing-yet = Burada henüz hiçbir istek yanıtlanmadı.
server-row-serial = Tek kulvar
server-row-threads = { $lanes } iş parçacığı
server-row-processes = { $lanes } süreç
server-row-mixed = İki süreç, toplam { $lanes } kulvar
server-queue = Kuyruk: { $waiting } / { $limit }
server-doing-idle = boşta
server-doing-computing = hesaplıyor
server-doing-waiting = dışarıyı bekliyor
server-doing-serving = bir isteği var; ne yaptığı dışarıdan görülmüyor
server-yours = sizin isteğiniz
server-counts = { $arrived } istek geldi, { $done } tanesi yanıtlandı, { $rejected } tanesi geri çevrildi.
server-figures = Yanıtlanan: { $throughput }. 100 yanıttan 50’si { $p50 }, 95’i { $p95 }, 99’u { $p99 } içinde geldi. Kulvarların elinde, sürenin { $busy } kadarında bir istek vardı.
server-kept-up = { $rate }: yetişti; 100’de 95’i { $p95 } içinde
server-gave-way = { $rate }: fazla geldi; 100’de 95’i { $p95 } içinde, geri çevrilen { $rejected }

table-caption-server = Verim: { $samples } istek yığınının ortancaları, %95 aralıklarıyla. Yanıtlanan, geri çevrilen ve süreler: gelişi gösterilen istekler. “İdeal”, kendisi hiç zaman yitirmeyen bir sunucudur.
column-server = Havuz
column-server-throughput = Verim
column-server-kept-up = Yetiştiği hız
column-server-served = Yanıtlanan
column-server-rejected = Geri çevrilen
column-server-p50 = p50
column-server-p95 = p95
column-server-p99 = p99
column-server-ideal = p95, ideal
column-server-utilisation = Kulvarların doluluğu
column-server-memory = Bellek

chart-server-throughput = Verim
chart-server-throughput-axis = saniyede yanıtlanan istek
chart-server-latency = Yük altında bekleme
chart-server-rate = saniyedeki istek
chart-server-p95 = 100 yanıttan 95’inin aşmadığı süre
chart-server-rejected = Geri çevrilenler
chart-server-rejected-axis = kuyruğu dolu bulan istekler
chart-server-memory = Bellek
chart-server-memory-axis = havuzdaki bütün süreçlerin belleği

## Deney: choose

lab-choose = Benim işim için hangisi?

claim-when-choose = Hangisinin kullanılacağını iş ile makine belirler.

field-choose-preset = Başlangıç
choose-preset-thumbnails = Küçük resimler
choose-preset-thumbnails-about = Resimler okunur ve küçültülür: hesap ve bir miktar veri.
choose-preset-crawler = Web tarayıcısı (crawler)
choose-preset-crawler-about = Sayfalar getirilir: neredeyse tümü beklemektir.
choose-preset-logs = Günlük çözümlemesi, işçiler iş için başlatılır
choose-preset-logs-about = Çok veri, az hesap; Worker’lar bu iş için başlatılır.
choose-preset-training = Model eğitimi
choose-preset-training-about = Küçük parçalar üzerinde hesap; hepsi ortak ağırlıkları değiştirir.
choose-preset-chat = Sohbet sunucusu
choose-preset-chat-about = Kısa beklemeler, kısa işler; bir çöküş hepsini birden götürmemelidir.
field-choose-items = Parça
hint-choose-items = { $min }–{ $max }; tek kulvar dört saniyede bitirecek kadar
field-choose-cpu = Parça başına hesap, µs
field-choose-wait = Parça başına bekleme, ms
field-choose-in = Parça başına giren veri, KiB
field-choose-out = Parça başına çıkan veri, KiB
field-choose-shared = Ortak durum
choose-shared-no = Yok: parçalar birbirinden habersiz
choose-shared-yes = Var: her parça onu değiştirir
choose-shared-yes-about = İş parçacıkları bunun için kilit alır; süreçlere durum gönderilir, onlar da değişikliği geri gönderir.
field-choose-survive = Çöküşe dayanmalı mı
choose-survive-no = Hayır
choose-survive-yes = Evet: bir bölümü yitebilir, tümü değil
field-choose-start = Worker’lar
choose-start-ready = Zaten hazır
choose-start-counted = İş için başlatılır, süresi sayılır
field-choose-lanes = Beklemede en çok kulvar
field-choose-jobs = İş sayısı
hint-choose-jobs = 1: yukarıdaki iş. En çok { $max }: önerinin ne kadar iyi olduğunu görmek için bu kadar rastgele iş.
field-choose-seed = Rastgele işlerin tohumu

phase-calibrate = Bu makinede neyin kaça mal olduğu ölçülüyor:

predict-choose = Bu işi sizin makinenizde yapmanın en hızlı yolu hangisi çıkar?
predict-choose-serial = Birbiri ardına
predict-choose-threads = İş parçacıkları
predict-choose-processes = Süreçler
predict-choose-mixed = İş parçacıklı süreçler
predict-choose-measured = Ölçülen: { $outcome }, { $value } ms ile.
predict-wrong-choose = Başka türlü çıktı. Nedenleri önerinin yanında yazıyor.

ratio-when-choose = En kötü topoloji, önerilenin { $ratio } katı sürdü
reason-all-alike-choose = Öneri iyiydi, ama hiçbir topoloji açıkça daha kötü değildi: bu iş için seçim pek fark etmiyor.
reason-within-noise-choose = Önerilenin en iyiye %15’ten yakın olup olmadığı gürültüde kayboluyor. Daha çok örnek ya da daha çok parça bunu belirleyebilir.
reason-nothing-to-choose-choose = İşin istediğini yalnızca bir topoloji karşılıyor; seçilecek bir şey yoktu.
answers-agree-choose = Bütün topolojiler aynı sonuçlara ve aynı ortak duruma vardı, bitine kadar.

choose-nothing-yet = İşinizi tanımlayıp Çalıştır’a basın. Önce makinenin sabitleri bir kez ölçülür; sonra iş için öngörüde bulunulur ve iş, her topolojide gerçekten yapılır.
choose-calibrating = Burada iş parçacıklarının, süreçlerin ve iletilerin neye mal olduğu ölçülüyor …
choose-job = İş { $number } / { $of }:
choose-chosen-serial = Birbiri ardına: { $topology }
choose-chosen-threads = İş parçacıkları: { $topology }
choose-chosen-processes = Süreçler: { $topology }
choose-chosen-mixed = İş parçacıklı süreçler: { $topology }
choose-takes = öngörü: { $time }
choose-why = Neden
choose-reason-survive = Bir çöküş her şeyi götürmemeli: { $number } süreçten birinin yitirdiğini ötekiler yitirmez.
choose-reason-survive-not = Bir çöküş her şeyi götürmemeli, ama burada hiçbir seçenek bunun sözünü veremiyor.
choose-reason-not-isolated = Bu sayfada iş parçacığı çalışamıyor; geriye yalnızca süreçler kalıyor.
choose-reason-io-bound = G/Ç ağırlıklı: bir parçanın { $value } kadarı beklemek. Bekleyen kulvar çekirdek istemez, bu yüzden çoğu aynı anda bekleyebilir.
choose-reason-cpu-bound = CPU ağırlıklı: kulvarlar bütün çekirdeklerde aynı anda hesaplar, hız tek kulvarın { $value } katı. Çekirdekten fazla kulvar bir şey kazandırmaz.
choose-reason-one-core = Tek çekirdek var; hesaplayan kulvarlar ancak sırayla çalışabilir.
choose-reason-too-small = İş, dağıtılamayacak kadar küçük: başlatma ve dağıtma yüzünden { $other } ile { $value } katı sürerdi.
choose-reason-data-in-place = Veri tek bir bellekte, olduğu yerde kalır; süreçlere { $value } gönderilmesi gerekirdi.
choose-reason-messages-dear = Süreçlere gidecek iletiler, bir parçanın kendi süresinin { $value } kadarına mal olurdu.
choose-reason-messages-cheap = İletilerin bedeli işin yanında önemsiz: bir parçanın kendi süresinin { $value } kadarı.
choose-reason-shared-lock = Ortak durum için kilit almak, durumu bir sürece gönderip geri almaktan { $value } kat ucuz. Yarış koşullarına dikkat.
choose-reason-shared-sent = Ortak durum her süreçle gidip gelir, her seferinde { $value }.
choose-reason-start-cheap = En geç başlayandan { $value } önce başlar.
choose-reason-less-memory = Daha az bellek ister: { $other } aşağı yukarı aynı hızda olur, ama { $value } katı bellek kaplar.
choose-reason-close-call = Başa baş: aynı iş { $other } ile { $value } katı sürerdi.
choose-recommended = önerilen
choose-unsuited = çöküşe dayanmaz
choose-predicted = öngörülen { $time } ({ $interval })
choose-measured = ölçülen { $time }
choose-not-measured = henüz ölçülmedi
choose-memory = öngörülen bellek: { $memory }
choose-prove = Kanıtla
choose-prove-about = Tam bu işi her topolojide, sırayla, gerçekten yapar.
choose-costs = Bu makinede ne kaça mal oluyor
choose-cost-startProcessMs = Bir sürecin başlaması
choose-cost-startMs = İki iş parçacıklı bir sürecin başlaması
choose-cost-pieceMs = Bir sürece gidip gelen ileti
choose-cost-mibMs = İletide 1 MiB fazlası
choose-cost-dispatchMs = Bir parçanın bir iş parçacığına verilmesi
choose-cost-lockMs = Ortak durumun kilidi
choose-cost-waitMoreMs = Bir bekleme istenenden şu kadar uzun
choose-cost-processBytes = Bir sürecin belleği
choose-cost-processBytesThreads = İki iş parçacıklı bir sürecin belleği
choose-cost-moreBytes = Fazladan bir iş parçacığının belleği

choose-row = { $topology }
choose-row-chosen = { $topology }, önerilen
choose-row-unsuited = { $topology }, çöküşe dayanmaz
choose-row-job = İş { $number }: { $topology }
table-caption-choose = Öngörülen ve ölçülen; her biri { $samples } örneğin ortancası.
column-choose = Topoloji
column-choose-predicted = Öngörülen
column-choose-measured = Ölçülen
column-choose-error = Öngörünün hatası
column-choose-over = En iyinin katı
column-choose-start-predicted = Başlama, öngörülen
column-choose-start = Başlama, ölçülen
column-choose-memory-predicted = Bellek, öngörülen
column-choose-memory = Bellek, ölçülen
column-choose-messages = İletilerde

chart-choose-times = Öngörülen ve ölçülen
chart-choose-axis = bütün işin süresi
chart-choose-predicted = { $of }, öngörülen
chart-choose-measured = { $of }, ölçülen

real-choose = İş yapaydır, ama gerçekten yapılır: baytları okunur, yazılır ve süreçlere gerçekten gönderilir; adımları hesaplanır; bekleme, sayfanın hizmet işçisinin (service worker) o süre sonunda yanıtladığı bir istektir; böyle bir işçi yoksa, günlükte yazdığı gibi, yalın bir beklemedir. Gerçek olmayan, işin içeriğidir: sizin işiniz önbellekleri daha çok ıskalayabilir ya da daha düzensiz bekleyebilir. Bellek, süreçlerin belleğidir; hepsinde aynı olan sayfanınki sayılmaz. Burada çöküş yaratılmaz: bir topolojinin çöküşe dayandığını çökme deneyi gösterir. Bir işletim sisteminde sabitler başkadır, öneri de başka olabilir: yerel program onları kendisi ölçer. Hüküm öneriye bağlıdır: önerilen topoloji, ölçülenlerin en iyisinden en çok %15 uzun sürdüyse sav tutmuş olur.

## Hepsini çalıştır

everything-title = Bütün iddialar bir arada, bu makinede ölçülmüş hâliyle
everything-about = Her deneyin kısa biçimini art arda çalıştırır; iki çekirdekte yaklaşık bir buçuk dakika sürer. Bu sırada sekmeyi önde tutun. Dilediğiniz anda vazgeçebilirsiniz: ölçülenler kalır, deneyler kaldığı yerden sürdürülebilir.
everything-run = Hepsini çalıştır
everything-resume = Sürdür
everything-again = Yeniden çalıştır
everything-cancel = Vazgeç
everything-print = Raporu yazdır
everything-json = Rapor (JSON)
everything-csv = İddialar (CSV)
everything-picture = Resim (SVG)
everything-progress = { $lab }: { $several ->
    [yes] { $first }.–{ $last }. iddialar, toplam { $total }
   *[no] { $first }. iddia, toplam { $total }
}
everything-left = kalan süre yaklaşık { $seconds } sn (tahmin)
everything-now = şu anda ölçülüyor …
everything-counts = { $state ->
    [stopped] { $seconds } sn sonunda, şimdiye dek:
   *[finished] { $seconds } sn’de tamamlandı:
} tutuyor: { $holds }; tutmuyor: { $fails }; belirsiz: { $unclear }; sınanamıyor: { $unavailable }.
everything-stopped = Durduruldu. Ölçülenler duruyor; Sürdür, eksik kalanları çalıştırır.
everything-link = Bu ölçümün değerleriyle, yeni sekmede
everything-machine = { $cores } çekirdek · Koşut { $build } · { $date }
everything-axis = Ölçülen oran ve %95 aralığı, logaritmik eksende; 1×’in sağı iddianın yanıdır.
verdict-not-run = Henüz ölçülmedi.
reason-no-lab = Bu sayfada bunun için henüz bir deney yok.
reason-failed = Deney başarısız oldu.
reason-not-run = Bu çalıştırmanın kapsamında değildi.

## Eksik olanlar

isolation-reloading = Ortak bellek hazırlanıyor: sayfa bir kez yeniden yüklenecek.
isolation-insecure-context = İş parçacıkları burada çalışamıyor: sayfa HTTPS üzerinden gelmedi; tarayıcı o zaman Worker’ların bellek paylaşmasına izin vermez. Süreçler yine de çalışır.
isolation-no-shared-memory = İş parçacıkları burada çalışamıyor: bu tarayıcıda paylaşılan bellek kapalı. Süreçler yine de çalışır. Başka bir tarayıcı ya da daha yeni bir sürüm ikisini de yapabilir.
isolation-no-service-worker = İş parçacıkları burada çalışamıyor: site yalıtım başlıklarını göndermiyor ve bu pencerede (gizli pencere olabilir) onları ekleyecek bir hizmet çalışanı (service worker) kullanılamıyor. Süreçler yine de çalışır. Sıradan bir pencere işe yarayabilir.
isolation-foreign-iframe = İş parçacıkları bu sayfanın içinde çalışamıyor: tarayıcı, Worker’ların bellek paylaşmasına ancak yalıtılmış sayfalarda izin verir ve bu çerçeveyi yalıtmıyor. Süreçler yine de çalışır. Ayrı bir sekmede her şey çalışır.
isolation-refused = İş parçacıkları burada çalışamıyor: tarayıcı, sayfayı yalıtacak hizmet çalışanını (service worker) kabul etmedi. Süreçler yine de çalışır. Bu siteye veri saklama izni verip sayfayı yenileyin.
isolation-reload-did-not-help = İş parçacıkları burada çalışamıyor: sayfa yeniden yüklendi, ama tarayıcı onu yine de yalıtmadı. Süreçler yine de çalışır. Sayfayı bir kez daha yenilemek ya da başka bir tarayıcı işe yarayabilir.

## Hatalar: ne oldu, ne yapmalı

# Bir dosya gecikir ya da gelmezse sayfanın içindeki betik gösterir.
load-waiting = Deney yükleniyor.
load-late-unnamed = Deney henüz gelmedi. Bağlantı yavaşsa bekleyin ya da sayfayı yenileyin.
load-late = Deney henüz gelmedi: sayfa hâlâ { $what } dosyasını bekliyor. Bağlantı yavaşsa bekleyin ya da sayfayı yenileyin.
load-missing-unnamed = Bu sayfanın bir dosyası gelmedi. Site bu arada güncellenmiş ya da dosya bir filtreye takılmış olabilir. Sayfayı yenileyin; sorun sürerse siteyi yönetenlere bildirin.
load-missing = Bu sayfanın bir dosyası gelmedi: { $what }. Site bu arada güncellenmiş ya da dosya bir filtreye takılmış olabilir. Sayfayı yenileyin; sorun sürerse siteyi yönetenlere bildirin.
load-stopped = Sayfanın bir betiği durdu ({ $what }); deney başlatılamıyor. Sayfayı yenileyin ya da Chrome, Edge, Firefox veya Safari’nin güncel bir sürümünü kullanın.
load-style = Biçim dosyası gelmedi ({ $what }): her şey çalışır ama sade görünür. Sayfayı yenileyin.
load-file = Bu sayfa dosya olarak açıldı. Tarayıcılar böyle bir sayfanın betik yüklemesine izin vermez; deneyler çalışamaz. Klasörü bir web sunucusuyla sunun (örneğin python3 -m http.server) ve onun adresini açın.
load-sandbox = Bu sayfa allow-same-origin içermeyen bir sandbox içinde. Burada Worker başlatamaz; deney çalışamaz. Sayfayı gömen sayfa sandbox="allow-scripts allow-same-origin" yazmalı; Content-Security-Policy: sandbox başlığını gönderen sunucu onu bu site için göndermemelidir.
load-new-tab = Yeni sekmede aç
load-reload = Yenile
arrival-late = Deneyin programı henüz gelmedi. Bağlantı yavaşsa bekleyin ya da sayfayı yenileyin.
arrival-no-view = Bu deneyin resminin bir bölümü gelmedi. Deney onsuz da çalışır; yeniden denemek için sayfayı yenileyin.

error-parameter = { $field }: “{ $value }” geçerli değil. Geçerli olan: { $allowed }.
error-parameter-file = { $field }: “{ $value }” ile çalışılamaz. Geçerli olan: { $allowed }. Başka bir dosya seçin ya da bunu kaldırın.
error-parameter-source = Program çalıştırılamaz: boş ya da 16 KiB’tan uzun ({ $value }). Bir şey yazın ya da kısaltın.
error-parameter-topologies = { $field }: “{ $value }” geçerli değil. 1xN, Nx1 ve PxT arasından en az birini seçin ya da 2x4 gibi topolojileri, her birini bir kez ve virgülle ayırarak yazın; her biri en çok 64 kulvar olabilir.
error-file = “{ $path }” dosyası kullanılamıyor ({ $action }: { $reason }).
error-unknown-parameter = “{ $field }” diye bir parametre yok. Bilinenler: { $known }.
error-unknown-lab = “{ $lab }” diye bir deney yok. Bilinenler: { $known }.
error-spawn = { $process }. süreç başlatılamadı ({ $reason }). Bağlantınızı denetleyin, sayfayı yenileyip yeniden çalıştırın.
error-panicked = { $process }. süreç panikledi ({ $reason }). Çalıştırmanın bütün süreçleri sonlandırıldı; yeniden çalıştırabilirsiniz. Yinelenirse lütfen bildirin.
error-died = { $process }. süreç öldü ({ $reason }). Çalıştırmanın öteki süreçleri de sonlandırıldı; yeniden çalıştırabilirsiniz.
error-stuck = { $process }. süreç { $seconds } saniye boyunca yaşam belirtisi vermedi ve sonlandırıldı. Daha az işçi ya da daha küçük bir boyut deneyin.
error-protocol = Sayfanın parçaları birbirini anlamadı ({ $reason }). Sayfayı yenileyin; açıkken güncellenmiş olabilir.
error-disagree = { $topology } topolojisinin yanıtı { $answer }, ilk topolojininki ise { $expected }. Bu olmamalıydı: süreler atıldı. Lütfen bildirin.
error-too-short = İş, bu tarayıcının saati zamanın geçtiğini göremeden bitiyor. Daha büyük bir boyut seçin.
error-unavailable = Bu çalıştırma için gereken bir şey burada yok: { $capability }. Süreçleri (N×1) seçin ya da sayfayı ayrı bir sekmede açın.
capability-cross-origin-isolation = ortak bellek (sayfa yalıtılmadığı için)
error-cancelled = Durduruldu. Bütün süreçler sonlandırıldı.
error-busy = Başka bir deney çalışıyor. Bitmesini bekleyin ya da önce onu durdurun.
error-wasm = Deneyin WebAssembly dosyası yüklenemedi ({ $reason }). Bağlantınızı denetleyip Çalıştır’a basın ya da sayfayı yenileyin.
error-no-wasm = Bu tarayıcıda WebAssembly yok ({ $reason }); deney çalışamaz. Chrome, Edge, Firefox ya da Safari’nin güncel bir sürümünü kullanın ve WebAssembly’ye izin verin.
error-wasm-forbidden = Bu sayfanın sunucusu WebAssembly’ye izin vermiyor ({ $reason }); deney çalışamaz. Sunucunun Content-Security-Policy başlığında script-src yönergesi 'wasm-unsafe-eval' değerini içermeli.
error-no-simd = Deneyin kullandığı WebAssembly vektör komutları bu tarayıcıda yok ({ $reason }). Chrome, Edge, Firefox ya da Safari’nin güncel bir sürümünü kullanın.
error-dialog = İletişim kutusu yüklenemedi ({ $reason }). Bağlantıyı denetleyip sayfayı yeniden yükleyin.
error-conductor = Deneyi yöneten bölüm bozuldu ({ $reason }) ve sonlandırıldı. Çalıştır’a basın; yeniden başlatılacak.
error-silent = Deney { $seconds } saniye içinde yanıt vermedi ve sonlandırıldı. Çalıştır’a basın; yeniden başlatılacak.

## Barındıranlar için sayfa

check-title = Burada neler çalışıyor
check-about = Koşut’u barındıranlar ya da deneylerini sayfalarına gömenler için: bu tarayıcının, bu sayfanın ve bu sunucunun neye izin verdiği; her biri denenerek bulundu.
check-alone = Bu sayfa tek başına duruyor.
check-framed = Bu sayfa başka bir sayfanın çerçevesinde.
check-isolated = Sayfa yalıtılmış (cross-origin isolated): iş parçacıkları bellek paylaşabilir.
check-copy = Bulguları kopyala
copied-findings = Bulgular panonuzda.
check-capability = Olanak
check-here = Burada
check-change = Yokluğunda ne eksik kalır, ne değiştirilmeli
check-works = çalışıyor
check-fails = çalışmıyor
check-header = Başlık
check-received = Gelen değer
check-purpose = Ne işe yarar
check-header-absent = gelmedi
check-wasm = WebAssembly
check-wasm-without = Hiçbir deney çalışamaz. Content-Security-Policy’nin script-src yönergesinde 'wasm-unsafe-eval' değerine, tarayıcı ayarlarında WebAssembly’ye izin verin.
check-simd = WebAssembly vektör komutları
check-simd-without = Hiçbir deney çalışamaz. Güncel bir tarayıcı kullanın.
check-workers = Worker’lar
check-workers-without = Hiçbir deney çalışamaz. Content-Security-Policy’de worker-src 'self' yönergesine, sandbox’lı çerçevede allow-same-origin değerine izin verin.
check-nested-workers = Worker içinde Worker
check-nested-workers-without = Hiçbir deney çalışamaz. Güncel bir tarayıcı kullanın.
check-blob-workers = Blob’dan başlatılan Worker
check-blob-workers-without = İş parçacıkları onun yerine bir dosyadan başlar. WebKit’te bekleyen iş parçacıkları bu durumda yanıt yerine zamanlayıcı bekleyebilir. Content-Security-Policy’de worker-src blob: yönergesine izin verin.
check-isolation = Yalıtım (cross-origin isolation)
check-isolation-without = İş parçacıkları bellek paylaşamaz; süreçler çalışır. Aşağıdaki ilk dört başlığı gönderin.
check-shared-memory = Ortak bellek
check-shared-memory-without = İş parçacıkları çalışamaz; süreçler çalışır. Sayfanın yalıtılmış, tarayıcıda da ortak belleğin açık olması gerekir.
check-service-worker = Service worker
check-service-worker-without = Başlık göndermeyen bir sunucuda iş parçacıkları çalışamaz. Bekleyen işler yanıt yerine zamanlayıcı bekler, satır yazılamaz. HTTPS ya da localhost, çerçevede ayrıca depolama ister.
check-storage = Depolama
check-storage-without = Seçilen tema unutulur. Başka bir sitenin çerçevesinde tarayıcılar, gizli pencerelerde ve üçüncü taraf çerezleri engellendiğinde depolamaya izin vermez. Deneyi kendi sekmesinde açın.
check-locks = Web Locks
check-locks-without = Bir sürecin sonlandığı daha geç, sessizliğinden anlaşılır. Depolamayla birlikte geri gelir.
check-files = Siteye ait dosyalar
check-files-without = Dosya bekleyen işler çalışamaz. Depolamayla birlikte geri gelir.
check-clock = Yeterince ince bir saat
check-clock-without = Ölçmek daha uzun sürer, kısa süreler görülemez. Parmak izine karşı korumayı bu site için kapatın.
check-for-cross-origin-opener-policy = Tek başına duran sayfanın yalıtımı: same-origin
check-for-cross-origin-embedder-policy = Tek başına duran sayfanın yalıtımı: require-corp
check-for-cross-origin-resource-policy = Yalıtılmış sayfaların bu sayfayı gömebilmesi: cross-origin
check-for-document-isolation-policy = Çerçevede yalıtım (Chrome ve Edge): isolate-and-require-corp
check-for-content-security-policy = Gelmeyebilir. Gereken: script-src 'self' 'wasm-unsafe-eval', worker-src 'self' blob:, style-src 'self', connect-src 'self'
check-for-permissions-policy = Gelmeyebilir. cross-origin-isolated iznini kaldırmamalı
check-for-referrer-policy = Gelmeyebilir
check-for-x-content-type-options = Gelmeyebilir. nosniff varsa aşağıdaki türler doğru olmalı
check-for-cache-control = Sayfa her seferinde sorulmalı: no-cache
check-for-content-type = Betikler: text/javascript. WebAssembly: application/wasm

## Sayfaya gömme

embedding-title = Bu deneyi bir sayfaya gömün
embedding-close = Kapat
embedding-platform = Nereye
embedding-element = Web sayfası (yüksekliği kendi ayarlar)
embedding-iframe = Web sayfası (yalın çerçeve)
embedding-mdbook = mdBook, Markdown
embedding-myst = MyST, Sphinx
embedding-quarto = Quarto
embedding-jupyter = Jupyter not defteri
embedding-moodle = Moodle
embedding-openedx = Open edX
embedding-scorm = SCORM 1.2 paketi
embedding-for-element = Deneyin duracağı yere yapıştırın. Sayfada betiklerin çalışması gerekir. Deney gereken yüksekliği alır, okurun sonucunu tarayıcı saklar.
embedding-for-iframe = Betik çalıştırılamayan sayfalar için. Çerçevenin yüksekliği değişmez; deney onun içinde kaydırılır.
embedding-for-mdbook = Markdown dosyasına, öncesinde ve sonrasında birer boş satır bırakarak yapıştırın.
embedding-for-myst = Markdown dosyasına, öncesinde ve sonrasında birer boş satır bırakarak yapıştırın.
embedding-for-quarto = Belgeye, öncesinde ve sonrasında birer boş satır bırakarak yapıştırın.
embedding-for-jupyter = Bir kod hücresine yapıştırıp hücreyi çalıştırın.
embedding-for-moodle = Sayfa, etiket ya da soru düzenleyicisinde kaynak kodunu (HTML) açıp oraya yapıştırın. Dersin puan alması gerekiyorsa SCORM paketini kullanın.
embedding-for-openedx = “Text” bileşeni ekleyin, ham HTML düzenleyicisini açıp oraya yapıştırın.
embedding-for-scorm = Dosyayı öğrenme platformunuza SCORM paketi olarak yükleyin. Deneyin kendisini içerir, başka yerden hiçbir şey yüklenmez; platforma puanı ve durumu bildirir. Deneyin olağan ayarlarıyla gelir.
embedding-text = Bunu yapıştırın
embedding-copy = Kopyala
embedding-package = Paketi indir
embedding-language = Dil
embedding-language-tr = Türkçe
embedding-language-en = English
embedding-shown = Neler gösterilsin
embedding-part-claim = İddia
embedding-part-prediction = Çalıştırmadan önceki soru
embedding-part-controls = Ayarlar
embedding-part-code = Kod
embedding-theme = Renkler
embedding-theme-system = Okurun kendi seçimi
embedding-theme-light = Açık
embedding-theme-dark = Koyu
embedding-autorun = Kendiliğinden çalışsın
embedding-height = Çerçevenin yüksekliği
embedding-needed = Önizlemenin genişliğinde deney, çalıştırılmadan önce { $height } px ister.
embedding-preview = Önizleme
