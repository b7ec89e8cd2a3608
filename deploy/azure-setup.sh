#!/usr/bin/env bash
# Prepares a customer's Azure subscription for a service environment. docs/azure-setup.md explains each step.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: azure-setup.sh --group NAME --account NAME --vault NAME --principal OBJECT_ID [options]
       azure-setup.sh --storage-only [--container NAME] [--days DAYS]

Makes a storage account with a private container, a Key Vault that the service may read, and the storage secret: the
container's SAS URL, which permits read, create and list. What is there already is kept; a storage secret is renewed 30
days before it expires. Needs the Azure CLI, signed in (az login).

  --group NAME           resource group; made if it is not there
  --location NAME        where to make what is missing, for example westeurope; not needed if the group is there
  --account NAME         storage account, 3 to 24 lower-case letters and digits; used for nothing else
  --container NAME       container (default: einvoicing)
  --vault NAME           Key Vault, 3 to 24 letters, digits and hyphens; used for nothing else
  --principal OBJECT_ID  object id of the service's identity in the directory, not its application id
  --secret NAME          name of the storage secret in the vault (default: storage)
  --days DAYS            how long the SAS URL is valid, 31 to 3650 (default: 365)
  --renew                makes a new SAS URL even if the stored one is valid for long
  --sign-in-vault        also permits signing with keys that never leave the vault
  --storage-only         makes only the container, in the account of AZURE_STORAGE_CONNECTION_STRING, and prints the SAS URL
  --help                 shows this
USAGE
}

fail() { echo "azure-setup.sh: $1" >&2; exit 1; }
say() { echo "$1" >&2; }

group='' location='' account='' container=einvoicing vault='' principal='' secret=storage days=365
renew=false sign_in_vault=false storage_only=false
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage; exit ;;
    --renew) renew=true; shift; continue ;;
    --sign-in-vault) sign_in_vault=true; shift; continue ;;
    --storage-only) storage_only=true; shift; continue ;;
    --group | --location | --account | --container | --vault | --principal | --secret | --days) ;;
    *) fail "unknown option '$1'; --help shows what there is" ;;
  esac
  [ -n "${2:-}" ] || fail "$1 needs a value"
  name=${1#--}
  printf -v "$name" %s "$2"
  shift 2
done

matches() { [[ $2 =~ ^($3)$ ]] || fail "--$1 must be $4, was '$2'"; }
matches container "$container" '[a-z0-9](-?[a-z0-9]){2,62}' "3 to 63 lower-case letters, digits and single hyphens"
matches days "$days" '[1-9][0-9]{0,3}' "a number of days from 31 to 3650"
((days >= 31 && days <= 3650)) || fail "--days must be from 31 to 3650, was $days"
if ! $storage_only; then
  [ -n "$group" ] || fail "--group is missing; --help explains all options"
  matches account "$account" '[a-z0-9]{3,24}' "3 to 24 lower-case letters and digits"
  matches vault "$vault" '[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]' "3 to 24 letters, digits and hyphens, a letter first"
  matches principal "$principal" '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}' "an object id such as 6384e2b2-184b-4bf5-8ecc-f10ca7a6563c"
  matches secret "$secret" '[A-Za-z0-9-]{1,127}' "letters, digits and hyphens"
fi
command -v az >/dev/null || fail "the Azure CLI is missing: https://learn.microsoft.com/cli/azure/install-azure-cli"

# The time after a number of days, with GNU's date or with BSD's.
after_days() { date -u -d "+$1 days" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -v "+$1d" +%Y-%m-%dT%H:%M:%SZ; }

# Answers "null" if there is no such resource; any other failure ends the script with Azure's own message.
existing() {
  local answer
  if answer=$(az "$@" --output json 2>&1); then
    printf %s "$answer"
  elif [[ $answer == *NotFound* || $answer == *"was not found"* || $answer == *"not found"* ]]; then
    printf null
  else
    fail "$answer"
  fi
}

# Storage: the container, its policy and the SAS URL. The permissions stand in the policy, so that deleting it revokes the
# URL without new account keys; the end stands in the URL, so that the service can say how many days are left.
POLICY=einvoicing

prepare_container() {
  az storage container create --name "$container" --public-access off --only-show-errors --output none
  local access
  access=$(az storage container show --name "$container" --query properties.publicAccess --output tsv --only-show-errors)
  [ -z "$access" ] || [ "$access" = None ] ||
    fail "container $container can be read by everybody ($access); take another, or make it private in the portal"
  az storage container policy create --container-name "$container" --name $POLICY --permissions rcl \
    --only-show-errors --output none
}

container_address() {
  local address
  address=$(az storage blob url --container-name "$container" --name x --only-show-errors --output tsv)
  printf %s "${address%/x}"
}

sas_url() { # the container's address, the end
  local protocol=() token
  [[ $1 == http://* ]] || protocol=(--https-only) # Only an emulator is asked without TLS.
  token=$(az storage container generate-sas --name "$container" --policy-name $POLICY --expiry "$2" \
    ${protocol[@]+"${protocol[@]}"} --only-show-errors --output tsv)
  printf '%s?%s' "$1" "$token"
}

if $storage_only; then
  [ -n "${AZURE_STORAGE_CONNECTION_STRING:-}" ] || fail "AZURE_STORAGE_CONNECTION_STRING is missing"
  prepare_container
  sas_url "$(container_address)" "$(after_days "$days")"
  echo
  exit
fi

az account show --output none 2>/dev/null || fail "the Azure CLI is not signed in: az login, then az account set --subscription ID"

if [ "$(az group exists --name "$group")" = false ]; then
  [ -n "$location" ] || fail "resource group $group does not exist; --location says where to make it"
  say "Making resource group $group"
  az group create --name "$group" --location "$location" --output none
fi
[ -n "$location" ] || location=$(az group show --name "$group" --query location --output tsv)

found=$(existing storage account show --resource-group "$group" --name "$account")
if [ "$found" = null ]; then
  say "Making storage account $account"
  az storage account create --resource-group "$group" --name "$account" --location "$location" --kind StorageV2 \
    --sku Standard_LRS --https-only true --min-tls-version TLS1_2 --allow-blob-public-access false --output none
fi
AZURE_STORAGE_CONNECTION_STRING=$(az storage account show-connection-string --resource-group "$group" --name "$account" \
  --query connectionString --output tsv)
export AZURE_STORAGE_CONNECTION_STRING
say "Preparing container $container"
prepare_container
address=$(container_address)

# The service may see which secrets and certificates there are and read them. Reading a certificate with its key takes the
# secret of its name. Nothing permits writing.
rbac=$(existing keyvault show --resource-group "$group" --name "$vault" --query properties.enableRbacAuthorization)
found=$(existing keyvault show --resource-group "$group" --name "$vault")
if [ "$found" = null ]; then
  say "Making Key Vault $vault"
  az keyvault create --resource-group "$group" --name "$vault" --location "$location" \
    --enable-rbac-authorization false --output none
fi
say "Permitting $principal to read $vault"
if [ "$rbac" = true ]; then
  scope=$(az keyvault show --resource-group "$group" --name "$vault" --query id --output tsv)
  roles=("Key Vault Secrets User" "Key Vault Certificate User")
  $sign_in_vault && roles+=("Key Vault Crypto User")
  for role in "${roles[@]}"; do
    az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal \
      --role "$role" --scope "$scope" --output none
  done
else
  keys=()
  $sign_in_vault && keys=(--key-permissions get sign)
  az keyvault set-policy --resource-group "$group" --name "$vault" --object-id "$principal" \
    --secret-permissions get list --certificate-permissions get list ${keys[@]+"${keys[@]}"} --output none
fi

# A stored URL of this container is kept while it is valid for more than 30 days.
stored=$(existing keyvault secret show --vault-name "$vault" --name "$secret" --query value)
expires=$(existing keyvault secret show --vault-name "$vault" --name "$secret" --query attributes.expires)
expires=${expires//\"/}
if ! $renew && [[ $stored == "\"$address?"* && $expires != null && ${expires%%[+Z]*} > $(after_days 30) ]]; then
  say "Keeping the storage secret $secret, valid until $expires"
else
  say "Storing the storage secret $secret"
  end=$(after_days "$days")
  url_file=$(mktemp) # Readable by nobody else; an argument could be seen by other users of this machine.
  trap 'rm -f "$url_file"' EXIT
  sas_url "$address" "$end" >"$url_file"
  az keyvault secret set --vault-name "$vault" --name "$secret" --file "$url_file" --encoding utf-8 --expires "$end" \
    --output none
fi

cat <<DONE
Container:      $address
Key Vault:      $(az keyvault show --resource-group "$group" --name "$vault" --query properties.vaultUri --output tsv)
Storage secret: $secret
Declare the Key Vault in the service environment, with $secret as an object of type secret, choose it as the environment's
storage secret, check and publish.
DONE
