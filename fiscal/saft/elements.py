"""What each simple element of SAF-T (PT) 1.04_01 may hold (Portaria 302/2016 and AT's schema of 2022-05-17)."""

from __future__ import annotations

from fiscal.saft.values import AMOUNT, DATE, DATE_SPAN, MOMENT, Value, one_of, text, whole

COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
"""ISO 3166-1 alpha-2, and XK."""

_CURRENCIES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD CAD
    CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK
    LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
    NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SKK SLE SLL SOS SRD SSP STD
    STN SVC SYP SZL THB TJS TMM TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN USS UYI UYU UZS VED VEF VES VND VUV WST
    XAF XAG XAU XBA XBB XBC XBD XCD XDR XFU XOF XPD XPF XPT XSU XUA YER ZAR ZMK ZMW ZWD ZWL ZWR
"""
"""ISO 4217 with some that are no longer in use; not EUR: amounts are in euro, and Currency is for others."""

_COUNTRY_ADVICE = "Use o código ISO do país, com duas letras maiúsculas, por exemplo PT."

_NUMBER_FORM = "tipo, espaço, série, barra e número, por exemplo FT 2026A/1, sem outros espaços nem barras"
_INDICATOR = whole(0, 1)
_DOCUMENT_NUMBER = text(60, pattern="[^ ]+ [^/^ ]+/[0-9]+", form=_NUMBER_FORM)
_TAX_CODE = text(
    10,
    pattern="[a-zA-Z0-9.]*",
    form="RED, INT, NOR, ISE, OUT, NS ou a verba do selo, só com letras, algarismos e pontos",
)
_ACCOUNT = text(30, least=2, pattern=r"[^\^]*", form="o código da conta, sem «^»")
_SOURCE = one_of("P I M", "Use P (feito no programa), I (integrado de outro) ou M (recuperado ou manual).")

_LENGTHS = """
    AccountDescription 100 · AddressDetail 210 · ARCNo 21 · ATCUD 100 · ATDocCodeID 200 · BuildingNumber 10
    BusinessName 60 · City 50 · CompanyName 100 · Contact 50 · CustomerID 30 · CustomerTaxID 30 · DeliveryID 255
    Description 200 · Email 254 · Fax 20 · Hash 172 · HeaderComment 255 · LocationID 30 · MovementComments 60
    OriginatingON 60 · PaymentTerms 100 · PostalCode 20 · ProductCode 60 · ProductCompanyTaxID 30 · ProductGroup 50
    ProductNumberCode 60 · ProductVersion 30 · Reason 50 · RecordID 30 · Reference 60 · Region 50 · SerialNumber 100
    SettlementDiscount 30 · SourceDocumentID 60 · SourceID 30 · StreetName 200 · SupplierID 30 · SupplierTaxID 30
    SystemID 60 · TaxEntity 20 · Telephone 20 · UnitOfMeasure 20 · WarehouseID 50 · Website 60
    WithholdingTaxDescription 60
"""
"""Texts of which only the length is ruled: from 1 to so many characters."""

_AMOUNTS = """
    ClosingCreditBalance ClosingDebitBalance CreditAmount CurrencyAmount DebitAmount ExchangeRate GrossTotal IECAmount
    NetTotal OpeningCreditBalance OpeningDebitBalance PaymentAmount Quantity SettlementAmount TaxAmount TaxBase
    TaxPayable TaxPercentage TotalCredit TotalDebit TotalQuantityIssued UnitPrice WithholdingTaxAmount
"""
_DATES = """
    DeliveryDate GLPostingDate InvoiceDate MovementDate OrderDate PaymentDate SettlementDate TaxExpirationDate
    TaxPointDate TransactionDate WorkDate
"""
_MOMENTS = """
    InvoiceStatusDate MovementEndTime MovementStartTime MovementStatusDate PaymentStatusDate SystemEntryDate
    WorkStatusDate
"""
_COUNTS = "LineNumber NumberOfEntries NumberOfMovementLines SoftwareCertificateNumber"

VALUES: dict[str, Value] = {
    **{
        name: text(int(most))
        for name, most in (pair.split() for pair in _LENGTHS.replace("\n", "·").split("·") if pair.strip())
    },
    **dict.fromkeys(_AMOUNTS.split(), AMOUNT),
    **dict.fromkeys(_DATES.split(), DATE),
    **dict.fromkeys(_MOMENTS.split(), MOMENT),
    **dict.fromkeys(_COUNTS.split(), whole(0)),
    **dict.fromkeys(("DateCreated", "EndDate", "StartDate"), DATE_SPAN),
    **dict.fromkeys(("CashVATSchemeIndicator", "SelfBillingIndicator", "ThirdPartiesBillingIndicator"), _INDICATOR),
    **dict.fromkeys(("DocumentNumber", "InvoiceNo", "PaymentRefNo"), _DOCUMENT_NUMBER),
    **dict.fromkeys(("SourceBilling", "SourcePayment"), _SOURCE),
    "AccountID": text(30, pattern=r"[^\^]*", form="o código da conta ou Desconhecido, sem «^»"),
    "AuditFileVersion": text(7, pattern=r"1\.04_01", form="1.04_01"),
    "CNCode": text(8, pattern="[0-9]{8}", form="os 8 algarismos da Nomenclatura Combinada"),
    "CompanyID": text(
        50,
        pattern=r"([0-9]{9})+|([^\^]+ [0-9/]+)",
        form="o NIF, ou a conservatória, um espaço e o número do registo",
    ),
    "Country": one_of(COUNTRIES, _COUNTRY_ADVICE),
    "CurrencyCode": one_of(_CURRENCIES, "Use o código ISO da moeda; para EUR não se escreve Currency."),
    "DocArchivalNumber": text(20, pattern="[^ ]{1,20}", form="o número de arquivo, sem espaços"),
    "EACCode": text(5, least=5, pattern="[0-9]*", form="os 5 algarismos da CAE"),
    "FiscalYear": whole(2000, 9999),
    "GroupingCategory": one_of("GR GA GM AR AA AM"),
    "HashControl": text(
        70,
        pattern=r"[0-9]+(\.[0-9]+)?|[0-9]+-[A-Z]{2}(M [^/^ ]+|D [^ ]+ [^/^ ]+)/[0-9]+",
        form="a versão da chave, por exemplo 1; 1.1 se integrado; 1-FTM A/12 ou 1-FTD FT A/12 se recuperado",
    ),
    "InvoiceStatus": one_of("N S A R F"),
    "InvoiceType": one_of("FT FS FR ND NC VD TV TD AA DA RP RE CS LD RA"),
    "JournalID": text(30, pattern="[^ ]{1,30}", form="o código do diário, sem espaços"),
    "MovementStatus": one_of("N T A F R"),
    "MovementType": one_of("GR GT GA GC GD"),
    "PaymentMechanism": one_of("CC CD CH CI CO CS DE LC MB NU OU PR TB TR"),
    "PaymentStatus": one_of("N A"),
    "PaymentType": one_of("RC RG"),
    "Period": whole(1, 12),
    "ProductDescription": text(200, least=2),
    "ProductID": text(255, least=3, pattern="[^/]+/[^/]+", form="o nome do programa, uma barra e o produtor"),
    "ProductType": one_of("P S O E I"),
    "TaxAccountingBasis": one_of("C E F I P R S T"),
    "TaxCode": _TAX_CODE,
    "TaxCountryRegion": one_of(f"{COUNTRIES} PT-AC PT-MA", "Use PT, PT-AC, PT-MA ou o código ISO do país."),
    "TaxExemptionCode": text(10_000, pattern="(M[0-9]{2})+", form="o código da isenção, por exemplo M07"),
    "TaxExemptionReason": text(60, least=6),
    "TaxRegistrationNumber": whole(100_000_000, 999_999_999),
    "TaxType": one_of("IVA IS NS"),
    "TaxonomyCode": whole(1, 999),
    "TaxonomyReference": one_of("S M N O"),
    "TransactionID": text(
        70,
        pattern="[1-9][0-9]{3}-[01][0-9]-[0-3][0-9] [^ ]{1,30} [^ ]{1,20}",
        form="data, código do diário e número de arquivo, com um espaço entre eles",
    ),
    "TransactionType": one_of("N R A J"),
    "UNNumber": text(4, pattern="[0-9]{4}", form="os 4 algarismos do número ONU"),
    "WithholdingTaxType": one_of("IRS IRC IS"),
    "WorkStatus": one_of("N A F"),
    "WorkType": one_of("CM CC FC FO NE OU OR PF DC RP RE CS LD RA"),
    # Elements that hold something else in some places; schema.py says where.
    "LedgerAccount": _ACCOUNT,
    "LedgerPeriod": whole(1, 16),
    "Euro": one_of("EUR", "Use EUR: os valores do ficheiro são em euros."),
    "CustomerCountry": one_of(f"{COUNTRIES} Desconhecido", f"{_COUNTRY_ADVICE} Se não se sabe, Desconhecido."),
    "LongDescription": text(255),
    "MovementTaxType": one_of("IVA NS"),
    "MovementTaxCode": one_of("RED INT NOR ISE OUT NS"),
}
