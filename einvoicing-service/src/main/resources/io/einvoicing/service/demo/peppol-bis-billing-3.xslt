<?xml version="1.0" encoding="UTF-8"?>
<!--
  Business document (JSON) to UBL 2.1 Invoice or CreditNote for Peppol BIS Billing 3.

  The fields are described in docs/business-document.md. This stylesheet moves values and computes none: a wrong total
  reaches the rules unchanged. A field it does not know is refused, so that nothing of the invoice is lost silently.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:err="urn:einvoicing:error"
    xmlns:f="urn:einvoicing:format"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    exclude-result-prefixes="#all">

  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <!-- The business document, as JSON text. -->
  <xsl:param name="document" as="xs:string" required="yes"/>

  <xsl:variable name="doc" as="map(*)" select="f:checked(parse-json($document, map{'duplicates': 'reject'}))"/>
  <xsl:variable name="currency" as="xs:string" select="$doc?currency"/>
  <xsl:variable name="credit-note" as="xs:boolean" select="$doc?documentType = 'creditNote'"/>

  <!-- ==================================================================================== the document -->

  <xsl:template name="xsl:initial-template">
    <xsl:variable name="kind" select="if ($credit-note) then 'CreditNote' else 'Invoice'"/>
    <xsl:element name="{$kind}" namespace="urn:oasis:names:specification:ubl:schema:xsd:{$kind}-2">
      <xsl:namespace name="cac" select="'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'"/>
      <xsl:namespace name="cbc" select="'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'"/>
      <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
      <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
      <xsl:sequence select="f:text('cbc:ID', $doc?number)"/>
      <xsl:sequence select="f:text('cbc:IssueDate', $doc?issueDate)"/>
      <xsl:choose>
        <xsl:when test="$credit-note">
          <xsl:sequence select="f:text('cbc:TaxPointDate', $doc?taxPointDate)"/>
          <xsl:sequence select="f:text('cbc:CreditNoteTypeCode', ($doc?typeCode, '381')[1])"/>
          <xsl:sequence select="f:text('cbc:Note', $doc?note)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="f:text('cbc:DueDate', $doc?dueDate)"/>
          <xsl:sequence select="f:text('cbc:InvoiceTypeCode', ($doc?typeCode, '380')[1])"/>
          <xsl:sequence select="f:text('cbc:Note', $doc?note)"/>
          <xsl:sequence select="f:text('cbc:TaxPointDate', $doc?taxPointDate)"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:sequence select="f:text('cbc:DocumentCurrencyCode', $currency)"/>
      <xsl:sequence select="f:text('cbc:TaxCurrencyCode', $doc?tax?currency)"/>
      <xsl:sequence select="f:text('cbc:AccountingCost', $doc?accountingCost)"/>
      <xsl:sequence select="f:text('cbc:BuyerReference', $doc?buyerReference)"/>
      <xsl:sequence select="f:period($doc?period)"/>
      <xsl:call-template name="references"/>
      <cac:AccountingSupplierParty>
        <xsl:sequence select="f:party($doc?supplier)"/>
      </cac:AccountingSupplierParty>
      <cac:AccountingCustomerParty>
        <xsl:sequence select="f:party($doc?customer)"/>
      </cac:AccountingCustomerParty>
      <xsl:for-each select="$doc?payee">
        <cac:PayeeParty>
          <xsl:sequence select="f:wrapped('cac:PartyIdentification', f:identifier('cbc:ID', ?identifier))"/>
          <xsl:sequence select="f:wrapped('cac:PartyName', f:text('cbc:Name', ?name))"/>
          <xsl:sequence select="f:wrapped('cac:PartyLegalEntity', f:identifier('cbc:CompanyID', ?registration))"/>
        </cac:PayeeParty>
      </xsl:for-each>
      <xsl:for-each select="$doc?taxRepresentative">
        <cac:TaxRepresentativeParty>
          <xsl:sequence select="f:wrapped('cac:PartyName', f:text('cbc:Name', ?name))"/>
          <xsl:sequence select="f:address('cac:PostalAddress', ?address)"/>
          <xsl:sequence select="f:tax-scheme(?vatId, 'VAT')"/>
        </cac:TaxRepresentativeParty>
      </xsl:for-each>
      <xsl:for-each select="$doc?delivery">
        <cac:Delivery>
          <xsl:sequence select="f:text('cbc:ActualDeliveryDate', ?date)"/>
          <xsl:sequence select="f:wrapped('cac:DeliveryLocation',
              (f:identifier('cbc:ID', ?location), f:address('cac:Address', ?address)))"/>
          <xsl:sequence select="f:wrapped('cac:DeliveryParty', f:wrapped('cac:PartyName', f:text('cbc:Name', ?name)))"/>
        </cac:Delivery>
      </xsl:for-each>
      <xsl:call-template name="payment"/>
      <xsl:sequence select="$doc?allowances?* ! f:allowance-charge(., false())"/>
      <xsl:sequence select="$doc?charges?* ! f:allowance-charge(., true())"/>
      <xsl:call-template name="tax"/>
      <xsl:for-each select="$doc?totals">
        <cac:LegalMonetaryTotal>
          <xsl:sequence select="f:amount('cbc:LineExtensionAmount', ?lines)"/>
          <xsl:sequence select="f:amount('cbc:TaxExclusiveAmount', ?withoutTax)"/>
          <xsl:sequence select="f:amount('cbc:TaxInclusiveAmount', ?withTax)"/>
          <xsl:sequence select="f:amount('cbc:AllowanceTotalAmount', ?allowances)"/>
          <xsl:sequence select="f:amount('cbc:ChargeTotalAmount', ?charges)"/>
          <xsl:sequence select="f:amount('cbc:PrepaidAmount', ?prepaid)"/>
          <xsl:sequence select="f:amount('cbc:PayableRoundingAmount', ?rounding)"/>
          <xsl:sequence select="f:amount('cbc:PayableAmount', ?payable)"/>
        </cac:LegalMonetaryTotal>
      </xsl:for-each>
      <xsl:for-each select="$doc?lines?*">
        <xsl:call-template name="line"/>
      </xsl:for-each>
    </xsl:element>
  </xsl:template>

  <!-- The two document types order their references differently. -->
  <xsl:template name="references">
    <xsl:if test="exists(($doc?orderReference, $doc?salesOrderReference))">
      <cac:OrderReference>
        <!-- UBL demands the ID; Peppol's convention for "only the seller's order is known" is NA. -->
        <xsl:sequence select="f:text('cbc:ID', ($doc?orderReference, 'NA')[1])"/>
        <xsl:sequence select="f:text('cbc:SalesOrderID', $doc?salesOrderReference)"/>
      </cac:OrderReference>
    </xsl:if>
    <xsl:for-each select="$doc?precedingInvoices?*">
      <cac:BillingReference>
        <cac:InvoiceDocumentReference>
          <xsl:sequence select="f:text('cbc:ID', ?number)"/>
          <xsl:sequence select="f:text('cbc:IssueDate', ?issueDate)"/>
        </cac:InvoiceDocumentReference>
      </cac:BillingReference>
    </xsl:for-each>
    <xsl:sequence select="f:reference('cac:DespatchDocumentReference', $doc?despatchReference)"/>
    <xsl:sequence select="f:reference('cac:ReceiptDocumentReference', $doc?receiptReference)"/>
    <xsl:if test="not($credit-note)">
      <xsl:sequence select="f:reference('cac:OriginatorDocumentReference', $doc?tenderReference)"/>
    </xsl:if>
    <xsl:sequence select="f:reference('cac:ContractDocumentReference', $doc?contractReference)"/>
    <xsl:for-each select="$doc?invoicedObject">
      <cac:AdditionalDocumentReference>
        <xsl:sequence select="f:identifier('cbc:ID', .)"/>
        <cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>
      </cac:AdditionalDocumentReference>
    </xsl:for-each>
    <xsl:for-each select="$doc?attachments?*">
      <cac:AdditionalDocumentReference>
        <xsl:sequence select="f:text('cbc:ID', ?id)"/>
        <xsl:sequence select="f:text('cbc:DocumentDescription', ?description)"/>
        <xsl:if test="exists((?content, ?url))">
          <cac:Attachment>
            <xsl:for-each select="?content">
              <cbc:EmbeddedDocumentBinaryObject mimeCode="{?mimeType}" filename="{?fileName}">
                <xsl:value-of select="?base64"/>
              </cbc:EmbeddedDocumentBinaryObject>
            </xsl:for-each>
            <xsl:sequence select="f:wrapped('cac:ExternalReference', f:text('cbc:URI', ?url))"/>
          </cac:Attachment>
        </xsl:if>
      </cac:AdditionalDocumentReference>
    </xsl:for-each>
    <xsl:choose>
      <xsl:when test="$credit-note">
        <!-- A UBL 2.1 credit note has no ProjectReference: Peppol says type 50. -->
        <xsl:for-each select="$doc?projectReference">
          <cac:AdditionalDocumentReference>
            <xsl:sequence select="f:text('cbc:ID', .)"/>
            <cbc:DocumentTypeCode>50</cbc:DocumentTypeCode>
          </cac:AdditionalDocumentReference>
        </xsl:for-each>
        <xsl:sequence select="f:reference('cac:OriginatorDocumentReference', $doc?tenderReference)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:reference('cac:ProjectReference', $doc?projectReference)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="payment">
    <xsl:for-each select="$doc?paymentMeans?*">
      <cac:PaymentMeans>
        <cbc:PaymentMeansCode>
          <xsl:sequence select="?name ! f:attribute('name', .)"/>
          <xsl:value-of select="?code"/>
        </cbc:PaymentMeansCode>
        <xsl:if test="$credit-note">
          <xsl:sequence select="f:text('cbc:PaymentDueDate', $doc?dueDate)"/>
        </xsl:if>
        <xsl:sequence select="f:text('cbc:PaymentID', ?reference)"/>
        <xsl:for-each select="?card">
          <cac:CardAccount>
            <xsl:sequence select="f:text('cbc:PrimaryAccountNumberID', ?number)"/>
            <xsl:sequence select="f:text('cbc:NetworkID', ?network)"/>
            <xsl:sequence select="f:text('cbc:HolderName', ?holder)"/>
          </cac:CardAccount>
        </xsl:for-each>
        <xsl:for-each select="?account">
          <cac:PayeeFinancialAccount>
            <xsl:sequence select="f:text('cbc:ID', ?id)"/>
            <xsl:sequence select="f:text('cbc:Name', ?name)"/>
            <xsl:sequence select="f:wrapped('cac:FinancialInstitutionBranch', f:text('cbc:ID', ?bic))"/>
          </cac:PayeeFinancialAccount>
        </xsl:for-each>
        <xsl:for-each select="?mandate">
          <cac:PaymentMandate>
            <xsl:sequence select="f:text('cbc:ID', ?id)"/>
            <xsl:sequence select="f:wrapped('cac:PayerFinancialAccount', f:text('cbc:ID', ?debtorAccount))"/>
          </cac:PaymentMandate>
        </xsl:for-each>
      </cac:PaymentMeans>
    </xsl:for-each>
    <xsl:sequence select="f:wrapped('cac:PaymentTerms', f:text('cbc:Note', $doc?paymentTerms))"/>
  </xsl:template>

  <xsl:template name="tax">
    <xsl:for-each select="$doc?tax">
      <cac:TaxTotal>
        <xsl:sequence select="f:amount('cbc:TaxAmount', ?total)"/>
        <xsl:for-each select="?breakdown?*">
          <cac:TaxSubtotal>
            <xsl:sequence select="f:amount('cbc:TaxableAmount', ?taxable)"/>
            <xsl:sequence select="f:amount('cbc:TaxAmount', ?tax)"/>
            <xsl:sequence select="f:tax-category('cac:TaxCategory', .)"/>
          </cac:TaxSubtotal>
        </xsl:for-each>
      </cac:TaxTotal>
      <xsl:if test="exists(?totalInTaxCurrency)">
        <cac:TaxTotal>
          <cbc:TaxAmount currencyID="{?currency}">
            <xsl:value-of select="?totalInTaxCurrency"/>
          </cbc:TaxAmount>
        </cac:TaxTotal>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="line">
    <xsl:element name="{if ($credit-note) then 'cac:CreditNoteLine' else 'cac:InvoiceLine'}">
      <xsl:sequence select="f:text('cbc:ID', ?id)"/>
      <xsl:sequence select="f:text('cbc:Note', ?note)"/>
      <xsl:sequence select="f:quantity(if ($credit-note) then 'cbc:CreditedQuantity' else 'cbc:InvoicedQuantity',
          ?quantity, ?unit)"/>
      <xsl:sequence select="f:amount('cbc:LineExtensionAmount', ?amount)"/>
      <xsl:sequence select="f:text('cbc:AccountingCost', ?accountingCost)"/>
      <xsl:sequence select="f:period(?period)"/>
      <xsl:sequence select="f:wrapped('cac:OrderLineReference', f:text('cbc:LineID', ?orderLine))"/>
      <xsl:for-each select="?invoicedObject">
        <cac:DocumentReference>
          <xsl:sequence select="f:identifier('cbc:ID', .)"/>
          <cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>
        </cac:DocumentReference>
      </xsl:for-each>
      <xsl:sequence select="?allowances?* ! f:allowance-charge(., false())"/>
      <xsl:sequence select="?charges?* ! f:allowance-charge(., true())"/>
      <xsl:for-each select="?item">
        <cac:Item>
          <xsl:sequence select="f:text('cbc:Description', ?description)"/>
          <xsl:sequence select="f:text('cbc:Name', ?name)"/>
          <xsl:sequence select="f:wrapped('cac:BuyersItemIdentification', f:text('cbc:ID', ?buyerId))"/>
          <xsl:sequence select="f:wrapped('cac:SellersItemIdentification', f:text('cbc:ID', ?sellerId))"/>
          <xsl:sequence select="f:wrapped('cac:StandardItemIdentification', f:identifier('cbc:ID', ?standardId))"/>
          <xsl:sequence select="f:wrapped('cac:OriginCountry', f:text('cbc:IdentificationCode', ?originCountry))"/>
          <xsl:for-each select="?classifications?*">
            <cac:CommodityClassification>
              <cbc:ItemClassificationCode listID="{?list}">
                <xsl:sequence select="?listVersion ! f:attribute('listVersionID', .)"/>
                <xsl:value-of select="?code"/>
              </cbc:ItemClassificationCode>
            </cac:CommodityClassification>
          </xsl:for-each>
          <xsl:sequence select="?tax ! f:tax-category('cac:ClassifiedTaxCategory', .)"/>
          <xsl:for-each select="?attributes?*">
            <cac:AdditionalItemProperty>
              <xsl:sequence select="f:text('cbc:Name', ?name)"/>
              <xsl:sequence select="f:text('cbc:Value', ?value)"/>
            </cac:AdditionalItemProperty>
          </xsl:for-each>
        </cac:Item>
      </xsl:for-each>
      <xsl:variable name="unit" select="?unit"/>
      <xsl:for-each select="?price">
        <cac:Price>
          <xsl:sequence select="f:amount('cbc:PriceAmount', ?amount)"/>
          <xsl:sequence select="f:quantity('cbc:BaseQuantity', ?baseQuantity, $unit)"/>
          <xsl:if test="exists(?discount)">
            <cac:AllowanceCharge>
              <cbc:ChargeIndicator>false</cbc:ChargeIndicator>
              <xsl:sequence select="f:amount('cbc:Amount', ?discount)"/>
              <xsl:sequence select="f:amount('cbc:BaseAmount', ?gross)"/>
            </cac:AllowanceCharge>
          </xsl:if>
        </cac:Price>
      </xsl:for-each>
    </xsl:element>
  </xsl:template>

  <!-- ==================================================================================== building blocks -->

  <xsl:function name="f:party" as="element()*">
    <xsl:param name="party" as="map(*)?"/>
    <xsl:for-each select="$party">
      <cac:Party>
        <xsl:sequence select="f:identifier('cbc:EndpointID', ?endpoint)"/>
        <xsl:sequence select="?identifiers?* ! f:wrapped('cac:PartyIdentification', f:identifier('cbc:ID', .))"/>
        <xsl:sequence select="f:wrapped('cac:PartyName', f:text('cbc:Name', ?tradingName))"/>
        <xsl:sequence select="f:address('cac:PostalAddress', ?address)"/>
        <xsl:sequence select="f:tax-scheme(?vatId, 'VAT')"/>
        <xsl:sequence select="f:tax-scheme(?taxRegistration, 'TAX')"/>
        <cac:PartyLegalEntity>
          <xsl:sequence select="f:text('cbc:RegistrationName', ?name)"/>
          <xsl:sequence select="f:identifier('cbc:CompanyID', ?registration)"/>
          <xsl:sequence select="f:text('cbc:CompanyLegalForm', ?legalForm)"/>
        </cac:PartyLegalEntity>
        <xsl:for-each select="?contact">
          <cac:Contact>
            <xsl:sequence select="f:text('cbc:Name', ?name)"/>
            <xsl:sequence select="f:text('cbc:Telephone', ?phone)"/>
            <xsl:sequence select="f:text('cbc:ElectronicMail', ?email)"/>
          </cac:Contact>
        </xsl:for-each>
      </cac:Party>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="f:address" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="address" as="map(*)?"/>
    <xsl:for-each select="$address">
      <xsl:element name="{$name}">
        <xsl:sequence select="f:text('cbc:StreetName', ?street)"/>
        <xsl:sequence select="f:text('cbc:AdditionalStreetName', ?additionalStreet)"/>
        <xsl:sequence select="f:text('cbc:CityName', ?city)"/>
        <xsl:sequence select="f:text('cbc:PostalZone', ?postalCode)"/>
        <xsl:sequence select="f:text('cbc:CountrySubentity', ?region)"/>
        <xsl:sequence select="f:wrapped('cac:AddressLine', f:text('cbc:Line', ?line))"/>
        <xsl:sequence select="f:wrapped('cac:Country', f:text('cbc:IdentificationCode', ?country))"/>
      </xsl:element>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="f:allowance-charge" as="element(cac:AllowanceCharge)">
    <xsl:param name="item" as="map(*)"/>
    <xsl:param name="charge" as="xs:boolean"/>
    <cac:AllowanceCharge>
      <cbc:ChargeIndicator>
        <xsl:value-of select="$charge"/>
      </cbc:ChargeIndicator>
      <xsl:sequence select="f:text('cbc:AllowanceChargeReasonCode', $item?reasonCode)"/>
      <xsl:sequence select="f:text('cbc:AllowanceChargeReason', $item?reason)"/>
      <xsl:sequence select="f:text('cbc:MultiplierFactorNumeric', $item?percent)"/>
      <xsl:sequence select="f:amount('cbc:Amount', $item?amount)"/>
      <xsl:sequence select="f:amount('cbc:BaseAmount', $item?base)"/>
      <xsl:sequence select="$item?tax ! f:tax-category('cac:TaxCategory', .)"/>
    </cac:AllowanceCharge>
  </xsl:function>

  <xsl:function name="f:tax-category" as="element()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="tax" as="map(*)"/>
    <xsl:element name="{$name}">
      <xsl:sequence select="f:text('cbc:ID', $tax?category)"/>
      <xsl:sequence select="f:text('cbc:Percent', $tax?rate)"/>
      <xsl:sequence select="f:text('cbc:TaxExemptionReasonCode', $tax?exemptionCode)"/>
      <xsl:sequence select="f:text('cbc:TaxExemptionReason', $tax?exemptionReason)"/>
      <cac:TaxScheme>
        <cbc:ID>VAT</cbc:ID>
      </cac:TaxScheme>
    </xsl:element>
  </xsl:function>

  <xsl:function name="f:tax-scheme" as="element(cac:PartyTaxScheme)?">
    <xsl:param name="id" as="xs:string?"/>
    <xsl:param name="scheme" as="xs:string"/>
    <xsl:if test="exists($id)">
      <cac:PartyTaxScheme>
        <xsl:sequence select="f:text('cbc:CompanyID', $id)"/>
        <cac:TaxScheme>
          <xsl:sequence select="f:text('cbc:ID', $scheme)"/>
        </cac:TaxScheme>
      </cac:PartyTaxScheme>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:period" as="element(cac:InvoicePeriod)?">
    <xsl:param name="period" as="map(*)?"/>
    <xsl:sequence select="f:wrapped('cac:InvoicePeriod', (
        f:text('cbc:StartDate', $period?start),
        f:text('cbc:EndDate', $period?end),
        f:text('cbc:DescriptionCode', $period?taxPointCode)))"/>
  </xsl:function>

  <xsl:function name="f:reference" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="id" as="xs:string?"/>
    <xsl:sequence select="f:wrapped($name, f:text('cbc:ID', $id))"/>
  </xsl:function>

  <xsl:function name="f:amount" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="amount" as="xs:string?"/>
    <xsl:sequence select="f:element($name, $amount, $amount ! f:attribute('currencyID', $currency))"/>
  </xsl:function>

  <xsl:function name="f:quantity" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="quantity" as="xs:string?"/>
    <xsl:param name="unit" as="xs:string?"/>
    <xsl:sequence select="f:element($name, $quantity, $unit ! f:attribute('unitCode', .))"/>
  </xsl:function>

  <xsl:function name="f:identifier" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="identifier" as="map(*)?"/>
    <xsl:sequence select="f:element($name, $identifier?id, $identifier?scheme ! f:attribute('schemeID', .))"/>
  </xsl:function>

  <xsl:function name="f:text" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="value" as="xs:string?"/>
    <xsl:sequence select="f:element($name, $value, ())"/>
  </xsl:function>

  <!-- An element with a value, or nothing: Peppol forbids empty elements. -->
  <xsl:function name="f:element" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="value" as="xs:string?"/>
    <xsl:param name="attributes" as="attribute()*"/>
    <xsl:if test="exists($value)">
      <xsl:element name="{$name}">
        <xsl:sequence select="$attributes"/>
        <xsl:value-of select="$value"/>
      </xsl:element>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:wrapped" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="content" as="element()*"/>
    <xsl:if test="exists($content)">
      <xsl:element name="{$name}">
        <xsl:sequence select="$content"/>
      </xsl:element>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:attribute" as="attribute()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="value" as="xs:string"/>
    <xsl:attribute name="{$name}" select="$value"/>
  </xsl:function>

  <!-- ==================================================================================== the model -->

  <xsl:variable name="identifier" select="map{'id': 'text', 'scheme': 'text'}"/>
  <xsl:variable name="period" select="map{'start': 'date', 'end': 'date', 'taxPointCode': 'text'}"/>
  <xsl:variable name="line-period" select="map{'start': 'date', 'end': 'date'}"/>
  <xsl:variable name="tax" select="map{'category': 'text', 'rate': 'decimal'}"/>
  <xsl:variable name="address" select="map{
      'street': 'text', 'additionalStreet': 'text', 'line': 'text', 'city': 'text', 'postalCode': 'text',
      'region': 'text', 'country': 'text'}"/>
  <xsl:variable name="line-allowance" select="map{
      'amount': 'decimal', 'base': 'decimal', 'percent': 'decimal', 'reason': 'text', 'reasonCode': 'text'}"/>
  <xsl:variable name="allowance" select="map:put($line-allowance, 'tax', $tax)"/>
  <xsl:variable name="party" select="map{
      'endpoint': $identifier, 'identifiers': [$identifier], 'name': 'text', 'tradingName': 'text',
      'address': $address, 'vatId': 'text', 'taxRegistration': 'text', 'registration': $identifier,
      'legalForm': 'text', 'contact': map{'name': 'text', 'phone': 'text', 'email': 'text'}}"/>
  <xsl:variable name="line" select="map{
      'id': 'text', 'note': 'text', 'quantity': 'decimal', 'unit': 'text', 'amount': 'decimal',
      'accountingCost': 'text', 'period': $line-period, 'orderLine': 'text', 'invoicedObject': $identifier,
      'allowances': [$line-allowance], 'charges': [$line-allowance],
      'item': map{
        'name': 'text', 'description': 'text', 'buyerId': 'text', 'sellerId': 'text', 'standardId': $identifier,
        'originCountry': 'text', 'tax': $tax,
        'classifications': [map{'code': 'text', 'list': 'text', 'listVersion': 'text'}],
        'attributes': [map{'name': 'text', 'value': 'text'}]},
      'price': map{'amount': 'decimal', 'baseQuantity': 'decimal', 'gross': 'decimal', 'discount': 'decimal'}}"/>
  <xsl:variable name="model" select="map{
      'documentType': 'kind', 'number': 'text', 'issueDate': 'date', 'dueDate': 'date', 'typeCode': 'text',
      'note': 'text', 'taxPointDate': 'date', 'currency': 'text', 'accountingCost': 'text',
      'buyerReference': 'text', 'period': $period, 'orderReference': 'text', 'salesOrderReference': 'text',
      'precedingInvoices': [map{'number': 'text', 'issueDate': 'date'}], 'despatchReference': 'text',
      'receiptReference': 'text', 'tenderReference': 'text', 'contractReference': 'text',
      'projectReference': 'text', 'invoicedObject': $identifier,
      'attachments': [map{
        'id': 'text', 'description': 'text', 'url': 'text',
        'content': map{'base64': 'text', 'mimeType': 'text', 'fileName': 'text'}}],
      'supplier': $party, 'customer': $party,
      'payee': map{'name': 'text', 'identifier': $identifier, 'registration': $identifier},
      'taxRepresentative': map{'name': 'text', 'address': $address, 'vatId': 'text'},
      'delivery': map{'date': 'date', 'name': 'text', 'location': $identifier, 'address': $address},
      'paymentMeans': [map{
        'code': 'text', 'name': 'text', 'reference': 'text',
        'account': map{'id': 'text', 'name': 'text', 'bic': 'text'},
        'card': map{'number': 'text', 'network': 'text', 'holder': 'text'},
        'mandate': map{'id': 'text', 'debtorAccount': 'text'}}],
      'paymentTerms': 'text', 'allowances': [$allowance], 'charges': [$allowance],
      'tax': map{
        'total': 'decimal', 'currency': 'text', 'totalInTaxCurrency': 'decimal',
        'breakdown': [map:merge(($tax, map{
          'taxable': 'decimal', 'tax': 'decimal', 'exemptionReason': 'text', 'exemptionCode': 'text'}))]},
      'totals': map{
        'lines': 'decimal', 'allowances': 'decimal', 'charges': 'decimal', 'withoutTax': 'decimal',
        'withTax': 'decimal', 'prepaid': 'decimal', 'rounding': 'decimal', 'payable': 'decimal'},
      'lines': [$line]}"/>

  <!-- The document as it is, or one error that names every field at fault. -->
  <xsl:function name="f:checked" as="map(*)">
    <xsl:param name="document" as="item()?"/>
    <xsl:variable name="faults" as="xs:string*" select="
        f:faults($document, $model, ''),
        if ($document instance of map(*)) then
          ('documentType', 'currency')[not(map:contains($document, .))] ! (. || ' is missing')
        else ()"/>
    <xsl:sequence select="
        if (empty($faults)) then $document
        else error(xs:QName('err:invalid-document'), 'the business document is invalid: ' || string-join($faults, '; '))"/>
  </xsl:function>

  <xsl:function name="f:faults" as="xs:string*">
    <xsl:param name="value" as="item()?"/>
    <xsl:param name="model" as="item()"/>
    <xsl:param name="path" as="xs:string"/>
    <xsl:variable name="prefix" select="if ($path) then $path || '.' else ''"/>
    <xsl:variable name="place" select="if ($path) then $path else 'the document'"/>
    <xsl:choose>
      <xsl:when test="$model instance of map(*)">
        <xsl:sequence select="
            if ($value instance of map(*)) then
              for $key in sort(map:keys($value)) return
                if (map:contains($model, $key)) then f:faults($value($key), $model($key), $prefix || $key)
                else $prefix || $key || ' is not a field of this format'
            else $place || ' must be an object'"/>
      </xsl:when>
      <xsl:when test="$model instance of array(*)">
        <xsl:sequence select="
            if ($value instance of array(*)) then
              for $i in 1 to array:size($value) return f:faults($value($i), $model(1), $path || '[' || $i || ']')
            else $place || ' must be an array'"/>
      </xsl:when>
      <xsl:when test="not($value instance of xs:string)">
        <xsl:sequence select="$place || ' must be a string' ||
            (if ($value instance of xs:double) then ' (in quotes: a JSON number may lose digits), was ' || $value else '')"/>
      </xsl:when>
      <xsl:when test="normalize-space($value) = ''">
        <xsl:sequence select="$place || ' is empty: leave the field out'"/>
      </xsl:when>
      <xsl:when test="$model = 'decimal' and not(matches($value, '^-?[0-9]+(\.[0-9]+)?$'))">
        <xsl:sequence select="$place || ' must be a decimal such as 1250.00, was ' || $value"/>
      </xsl:when>
      <xsl:when test="$model = 'date' and not($value castable as xs:date and string-length($value) = 10)">
        <xsl:sequence select="$place || ' must be a date such as 2026-11-23, was ' || $value"/>
      </xsl:when>
      <xsl:when test="$model = 'kind' and not($value = ('invoice', 'creditNote'))">
        <xsl:sequence select="$place || ' must be invoice or creditNote, was ' || $value"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>
</xsl:stylesheet>
